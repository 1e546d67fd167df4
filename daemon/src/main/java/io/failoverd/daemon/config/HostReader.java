package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.HostPlan.Family;
import io.failoverd.probes.model.Check;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint that is a host name. */
final class HostReader {
    private final Section section;
    private final List<Check> checks;
    private final ZoneReader.Read zones;

    HostReader(Section section, List<Check> checks, ZoneReader.Read zones) {
        this.section = section;
        this.checks = checks;
        this.zones = zones;
    }

    boolean isHost() {
        return section.has("host");
    }

    @Nullable
    HostPlan read(Names.Unique names) {
        String name = EndpointReader.name(section, names);
        String region = Names.label(section.get("region"));
        int weight = EndpointReader.weight(section);
        int tier = EndpointReader.tier(section);
        Family family = family(section.get("family"));
        if (section.has("address")) {
            section.at("address").error("stands beside a host name", "keep one of them");
        }
        Value at = section.at("host");
        String host = host(at);
        checks.forEach(check -> reachable(at, family, check));
        return name == null || host == null
                ? null
                : new HostPlan(name, region == null ? name : region, host, family, weight, tier);
    }

    private @Nullable String host(Value value) {
        String text = value.text();
        if (text != null && Addresses.parse(text) != null) {
            value.error(Yaml.Scalar.quoted(text) + " is an address", "write address: " + text);
            return null;
        }
        String host = Names.domain(value);
        if (host != null && zones.hold(host)) {
            value.error(
                    host + " is in a zone that this failoverd answers itself, so that it would ask itself",
                    "name what the load balancer's provider gave it");
            return null;
        }
        return host;
    }

    private static Family family(@Nullable Value value) {
        List<String> words = List.of("both", "ipv4", "ipv6");
        String word = value == null ? null : value.word(words);
        return word == null || !words.contains(word) ? Family.BOTH : Family.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** A check with a source probes one family only. */
    private static void reachable(Value at, Family family, Check check) {
        InetAddress source = check.source();
        Family can = source == null ? family : source.getAddress().length == 4 ? Family.IPV4 : Family.IPV6;
        if (source != null && can != family) {
            at.error(
                    "may have addresses that cannot be probed from " + Addresses.text(source) + ", the source of check "
                            + check.name(),
                    "write family: " + can.name().toLowerCase(Locale.ROOT) + ", or use a check of its own");
        }
    }

    /** Each name counts as many addresses as it may have: an answer has to hold them all. */
    static void checkNumber(Value endpoints, int addresses, int hosts) {
        int most = addresses + hosts * HostPlan.MOST_ADDRESSES;
        if (most > EndpointReader.MAX_ENDPOINTS) {
            endpoints.error(
                    "may come to " + most + " addresses, since each host name may have " + HostPlan.MOST_ADDRESSES
                            + ", and " + EndpointReader.MAX_ENDPOINTS + " are the most",
                    "write fewer");
        }
    }
}
