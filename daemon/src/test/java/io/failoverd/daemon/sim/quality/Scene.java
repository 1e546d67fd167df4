package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.List;

/** What happens in one run: two gateways, the network, and what befalls those who probe. Made from a seed, then only read. */
final class Scene {
    static final int ENDPOINTS = 2;

    /** A stall of a prober's process, or of its host. */
    record Stall(long from, long until) {}

    /** What befalls the prober's own software or host at a moment. */
    enum Trouble {
        RELOAD,
        RESTART,
        CLOCK_STEP
    }

    record Incident(long at, Trouble trouble) {}

    final long length;
    final SimGateway[] gateways = {new SimGateway(), new SimGateway()};

    /** Loss per packet near a gateway: users and probers meet it alike. */
    final Steps[] gatewayLoss = {new Steps(), new Steps()};

    /** Loss per packet on the uplink of the first place that probes; of a decider with one place that is all it has. */
    final Steps firstUplink = new Steps();

    /** The same for every place that probes. */
    final Steps everyUplink = new Steps();

    /** From each of these on, the next packet on the first uplink is lost. */
    final List<Long> drops = new ArrayList<>();

    final List<Stall> stalls = new ArrayList<>();
    final List<Incident> incidents = new ArrayList<>();

    /** Whether reports between vantages are lost with the first uplink as well. */
    boolean peersCutToo;

    Scene(long length) {
        this.length = length;
    }

    double loss(int place, int endpoint, long nanos) {
        return 1 - (1 - gatewayLoss[endpoint].at(nanos)) * (1 - uplink(place, nanos));
    }

    double uplink(int place, long nanos) {
        double all = everyUplink.at(nanos);
        return place == 0 ? 1 - (1 - all) * (1 - firstUplink.at(nanos)) : all;
    }

    /** When the first place gets to do what it should at {@code nanos}: later, if its process stands still. */
    long awake(int place, long nanos) {
        if (place == 0) {
            for (Stall stall : stalls) {
                if (nanos >= stall.from() && nanos < stall.until()) {
                    return stall.until();
                }
            }
        }
        return nanos;
    }

    /** The longest stall of the first place that falls into a wait; 0 without one. */
    long stalled(int place, long from, long until) {
        long longest = 0;
        if (place == 0) {
            for (Stall stall : stalls) {
                long overlap = Math.min(until, stall.until()) - Math.max(from, stall.from());
                longest = Math.max(longest, overlap);
            }
        }
        return longest;
    }
}
