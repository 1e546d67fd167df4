package io.failoverd.daemon.sim;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Every address there is, each with a gateway behind it; one that was never spoken of is well. */
final class SimNetwork {
    private final Map<InetAddress, SimGateway> gateways = new HashMap<>();

    SimGateway gateway(InetAddress address) {
        return gateways.computeIfAbsent(address, _ -> new SimGateway());
    }
}
