package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.TripwireSettings;
import org.jspecify.annotations.Nullable;

/** Reads {@code tripwire}: the idle connection whose end starts a re-check. */
final class TripwireReader {
    private TripwireReader() {}

    /** Null where none is wanted. */
    static @Nullable TripwireSettings read(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        if (!value.isMap()) {
            return value.flag(false) ? TripwireSettings.USUAL : null;
        }
        Section section = value.section(Vocabulary.TRIPWIRE);
        return new TripwireSettings(
                section.has("port")
                        ? section.integer("port", 1, 1, Addresses.MAX_PORT)
                        : TripwireSettings.PORT_OF_CHECK,
                ServiceReader.wholeSeconds(
                        section,
                        "keepalive",
                        TripwireSettings.KEEPALIVE,
                        TripwireSettings.LEAST_KEEPALIVE,
                        TripwireSettings.MOST_KEEPALIVE));
    }

    /** A wire needs a TCP port. */
    static void without(@Nullable Value value, @Nullable TripwireSettings wanted, @Nullable Check check) {
        if (value == null || wanted == null || check == null || wanted.port() != TripwireSettings.PORT_OF_CHECK) {
            return;
        }
        boolean connects = !(check instanceof ExecCheck || check instanceof IcmpCheck)
                && !(check instanceof DnsCheck dns && dns.transport() == DnsCheck.Transport.UDP);
        if (!connects) {
            value.error(
                    "this check makes no TCP connection, so the tripwire does not know its port",
                    "write tripwire: {port: 443}, with the port of the gateway");
        }
    }
}
