package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One region's gateway over a run: what it does with a connection and with a request. The truth, unseen by deciders. */
final class SimGateway {
    enum Mode {
        WELL,
        REFUSES,
        /** The host is gone: nothing answers a SYN. */
        HANGS,
        CERTIFICATE_EXPIRED,
        /** A share of the requests is answered 503. */
        ERRORS,
        /** A limiter that counts by client answers whoever probes 429, and nobody else. */
        LIMITS_PROBERS,
        /** A limiter answers a share of all requests 429. */
        LIMITS
    }

    /** Time to answer while all is well: 20 to 80 ms. */
    private static final long QUICKEST = 20 * Times.MILLI;

    private static final long SLOWEST = 80 * Times.MILLI;

    /**
     * @param share of the requests that the mode hits
     * @param quickest time to answer, at least; most are nearer to it
     * @param slowest time to answer, at most
     */
    record Phase(long from, Mode mode, double share, long quickest, long slowest) {
        long answerTime(SplittableRandom chance) {
            double u = chance.nextDouble();
            return quickest + Math.round((slowest - quickest) * u * u);
        }
    }

    private final List<Phase> phases = new ArrayList<>(List.of(new Phase(0, Mode.WELL, 1, QUICKEST, SLOWEST)));

    SimGateway from(long nanos, Mode mode) {
        return from(nanos, mode, 1);
    }

    SimGateway from(long nanos, Mode mode, double share) {
        phases.add(new Phase(nanos, mode, share, QUICKEST, SLOWEST));
        return this;
    }

    SimGateway during(long start, long end, Mode mode, double share) {
        return from(start, mode, share).from(end, Mode.WELL);
    }

    SimGateway slow(long start, long end, double quickest, double slowest) {
        phases.add(new Phase(start, Mode.WELL, 1, Times.seconds(quickest), Times.seconds(slowest)));
        return from(end, Mode.WELL);
    }

    List<Phase> phases() {
        return phases;
    }

    Phase at(long nanos) {
        int index = phases.size() - 1;
        while (phases.get(index).from() > nanos) {
            index--;
        }
        return phases.get(index);
    }
}
