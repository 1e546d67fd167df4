package io.failoverd.daemon.sim;

import java.util.HashMap;
import java.util.Map;

/** One address: what is behind it may fail as a whole, or port by port. */
final class SimGateway {
    private final SimPort everywhere = new SimPort();
    private final Map<String, SimPort> ports = new HashMap<>();

    /** What a check of that name meets. */
    SimPort port(String check) {
        return ports.computeIfAbsent(check, _ -> everywhere.copy());
    }

    void become(SimPort.Mode mode, double share, long period, long now) {
        everywhere.become(mode, share, period, now);
        ports.values().forEach(port -> port.become(mode, share, period, now));
    }
}
