package io.failoverd.daemon.sim;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import java.util.random.RandomGenerator;

/** One port of an address and how it behaves now: what one check meets. */
final class SimPort {
    /** What can be wrong with a gateway, or with the way to it. */
    enum Mode {
        WELL,
        REFUSES,
        HANGS,
        UNREACHABLE,
        ANSWERS_503,
        /** Refuses and answers in turn. */
        FLAPS,
        /** Takes anything up to twice the timeout. */
        SLOW,
        /** Takes long, and never too long. */
        DELAYS,
        /** A rate limiter answers a share of the requests with 429. */
        LIMITS,
        /** A share of the requests is answered with 503. */
        ERRS,
        /** A share of the probes is lost on the way, each for itself. */
        LOSES,
        /** All probes are lost for a share of each period. */
        LOSES_IN_BURSTS,
        /** Our own fault: a share of the probes cannot even start. */
        LOCAL_TROUBLE;

        boolean dead() {
            return this == REFUSES || this == HANGS || this == UNREACHABLE || this == ANSWERS_503;
        }

        boolean well() {
            return this == WELL || this == LIMITS || this == DELAYS;
        }
    }

    /** How a probe ends, and when. */
    record Outcome(long finishNanos, ProbeResult result) {}

    private static final ProbeResult UP = new ProbeResult.Up("200 OK");
    private static final ProbeResult REFUSED =
            new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused");
    private static final ProbeResult NO_ROUTE = new ProbeResult.Down(FailureReason.CONNECT_UNREACHABLE, "no route");
    private static final ProbeResult HUNG = new ProbeResult.Down(FailureReason.TOTAL_TIMEOUT, "no answer in time");
    private static final ProbeResult STATUS = new ProbeResult.Down(FailureReason.STATUS, "503 Service Unavailable");
    private static final ProbeResult LIMITED = new ProbeResult.Degraded(FailureReason.STATUS, "429 Too Many Requests");
    private static final ProbeResult LOCAL =
            new ProbeResult.Inconclusive(FailureReason.LOCAL_DESCRIPTORS, "no descriptor left");

    private Mode mode = Mode.WELL;
    private double share;
    private long period = 1;
    private long deadSince = Long.MAX_VALUE;
    private long wellSince;

    SimPort copy() {
        var copy = new SimPort();
        copy.mode = mode;
        copy.share = share;
        copy.period = period;
        copy.deadSince = deadSince;
        copy.wellSince = wellSince;
        return copy;
    }

    /**
     * @param nextShare of the probes that the mode hits, where it is a matter of chance
     * @param nextPeriod of flapping, in nanoseconds
     */
    void become(Mode next, double nextShare, long nextPeriod, long now) {
        if (!next.dead() || !mode.dead()) {
            deadSince = next.dead() ? now : Long.MAX_VALUE;
        }
        if (!next.well() || !mode.well()) {
            wellSince = next.well() ? now : Long.MAX_VALUE;
        }
        mode = next;
        share = nextShare;
        period = nextPeriod;
    }

    /** Since when every probe fails; far in the future while some may pass. */
    long deadSince() {
        return deadSince;
    }

    /** Since when every probe passes; far in the future while some may fail. */
    long wellSince() {
        return wellSince;
    }

    /** What a probe that starts now will find. */
    Outcome probe(long now, Cadence cadence, RandomGenerator chance) {
        long timeout = cadence.timeout().toNanos();
        long quick = now + chance.nextLong(500_000, Math.min(50_000_000, timeout));
        boolean hit = chance.nextDouble() < share;
        Outcome up = new Outcome(quick, UP);
        Outcome hung = new Outcome(now + timeout, HUNG);
        return switch (mode) {
            case WELL -> up;
            case REFUSES -> new Outcome(quick, REFUSED);
            case HANGS -> hung;
            case UNREACHABLE -> new Outcome(quick, NO_ROUTE);
            case ANSWERS_503 -> new Outcome(quick, STATUS);
            case FLAPS -> (now / period) % 2 == 0 ? new Outcome(quick, REFUSED) : up;
            case SLOW -> {
                long takes = chance.nextLong(timeout * 2);
                yield takes >= timeout ? hung : new Outcome(now + takes, UP);
            }
            case DELAYS -> new Outcome(now + chance.nextLong(timeout / 2, timeout), UP);
            case LIMITS -> hit ? new Outcome(quick, LIMITED) : up;
            case ERRS -> hit ? new Outcome(quick, STATUS) : up;
            case LOSES -> hit ? hung : up;
            case LOSES_IN_BURSTS -> now % period < share * period ? hung : up;
            case LOCAL_TROUBLE -> hit ? new Outcome(now, LOCAL) : up;
        };
    }
}
