package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TripwireSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a wire goes, and how. Two services behind one gateway have one place, and so one wire.
 *
 * @param source the local address; the system chooses when null
 */
record Place(InetAddress address, int port, @Nullable InetAddress source, Duration keepalive) {
    /** Null where no wire is wanted. */
    static @Nullable Place of(Target target) {
        TripwireSettings wanted = target.check().cadence().tripwire();
        if (wanted == null) {
            return null;
        }
        int port =
                wanted.port() == TripwireSettings.PORT_OF_CHECK ? target.check().port() : wanted.port();
        return new Place(target.address(), port, target.check().source(), wanted.keepalive());
    }

    InetSocketAddress remote() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        String text = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
    }
}
