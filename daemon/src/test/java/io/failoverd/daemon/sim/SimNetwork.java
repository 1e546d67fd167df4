package io.failoverd.daemon.sim;

import io.failoverd.daemon.sim.SimPort.Outcome;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Every address there is, each with a gateway behind it, and our own way to all of them. What was never spoken of is well. */
final class SimNetwork {
    /** Our own way out, which every probe takes. */
    enum Uplink {
        WELL,
        BLACK_HOLED,
        REFUSED
    }

    private static final ProbeResult SWALLOWED = new ProbeResult.Down(FailureReason.CONNECT_TIMEOUT, "no answer");
    private static final ProbeResult NO_ROUTE = new ProbeResult.Down(FailureReason.CONNECT_UNREACHABLE, "no route");

    private final Map<InetAddress, SimGateway> gateways = new HashMap<>();
    private Uplink uplink = Uplink.WELL;
    private long uplinkChangedAt;

    SimGateway gateway(InetAddress address) {
        return gateways.computeIfAbsent(address, _ -> new SimGateway());
    }

    void uplink(Uplink next, long now) {
        if ((next == Uplink.WELL) != (uplink == Uplink.WELL)) {
            uplinkChangedAt = now;
        }
        uplink = next;
    }

    Outcome probe(InetAddress address, String check, long now, Cadence cadence, RandomGenerator chance) {
        Outcome there = gateway(address).port(check).probe(now, cadence, chance);
        return switch (uplink) {
            case WELL -> there;
            case BLACK_HOLED -> new Outcome(now + cadence.timeout().toNanos(), SWALLOWED);
            case REFUSED -> new Outcome(now + 1_000_000, NO_ROUTE);
        };
    }

    /** Since when every probe of it fails; far in the future while some may pass. */
    long deadSince(InetAddress address, String check) {
        long there = gateway(address).port(check).deadSince();
        return uplink == Uplink.WELL ? there : Math.min(there, uplinkChangedAt);
    }

    /** Since when every probe of it passes; far in the future while some may fail. */
    long wellSince(InetAddress address, String check) {
        return uplink == Uplink.WELL
                ? Math.max(gateway(address).port(check).wellSince(), uplinkChangedAt)
                : Long.MAX_VALUE;
    }
}
