package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next wire to a place may be made, and for how long it may live. Immutable and pure.
 *
 * <p>Each end that a probe contradicts doubles the wait for the next wire, so that a gateway which ends what is silent is
 * not probed for it again and again. Where the wire had lived for a while first, that was the gateway's patience, most
 * likely: the next wire is replaced before it is as old.
 *
 * @param pause before the next wire, from the end of this one
 * @param notBefore no wire is made before
 * @param life after which a wire is replaced; null while no gateway has ended one for its silence
 */
record Rewiring(Duration pause, Moment notBefore, @Nullable Duration life) {
    /** The place lives and let one wire go: as often as the busiest of probes. */
    static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    /** A gateway that ends every wire at once costs a probe and a connection in this time. */
    static final Duration MOST_WAIT = Duration.ofMinutes(15);

    /** A patience of less is not worth living with: the wire would be a probe. */
    static final Duration LEAST_PATIENCE = Duration.ofSeconds(15);

    /**
     * Part of its life by which the next wire may live longer. A true patience of a minute is met again each quarter of an hour,
     * as often as the longest wait is; what was none has doubled by then.
     */
    private static final int GROWTH = 64;

    /** Longer than the idle timeouts of gateways and load balancers are. */
    static final Duration LONGEST_LIFE = Duration.ofHours(2);

    /** A wire that has lived for so many waits is no longer what the wait grew for. */
    private static final int FORGIVEN = 10;

    static Rewiring first(Moment now) {
        return new Rewiring(LEAST_WAIT, now, null);
    }

    boolean mayDial(Moment now) {
        return !now.isBefore(notBefore);
    }

    /** Whether a wire of that age is to be replaced. */
    boolean isOld(Duration age) {
        return life != null && age.compareTo(life) >= 0;
    }

    /** A wire of that age ended, and a probe that started later passed. */
    Rewiring contradicted(WireEnd end, Duration age, Moment now) {
        Duration next = doubled(age.compareTo(DurationMath.times(pause, FORGIVEN)) >= 0 ? LEAST_WAIT : pause);
        boolean patience = (end == WireEnd.FIN || end == WireEnd.RST) && age.compareTo(LEAST_PATIENCE) >= 0;
        return new Rewiring(next, now.plus(next), patience ? shorter(age) : life);
    }

    /** A wire ended, and a probe that started later failed: the wire was right. */
    Rewiring confirmed(Moment now) {
        return new Rewiring(LEAST_WAIT, now.plus(LEAST_WAIT), life);
    }

    /** No wire came about. */
    Rewiring refused(Moment now) {
        Duration next = doubled(pause);
        return new Rewiring(next, now.plus(next), life);
    }

    /**
     * A wire is as old as it may become, and nobody has ended it: the next one may live longer, since what was taken for the
     * gateway's patience may have been one restart of it.
     */
    Rewiring outlived(Moment now) {
        return new Rewiring(LEAST_WAIT, now, life == null ? null : longer(life));
    }

    /** What answers is no place for a wire. */
    Rewiring unfit(Moment now) {
        return new Rewiring(MOST_WAIT, now.plus(MOST_WAIT), life);
    }

    /** Null once it is so long that no gateway's patience can be meant. */
    private static @Nullable Duration longer(Duration life) {
        Duration next = life.plus(DurationMath.divided(life, GROWTH));
        return next.compareTo(LONGEST_LIFE) > 0 ? null : next;
    }

    private Duration shorter(Duration age) {
        Duration most = DurationMath.divided(DurationMath.times(age, 3), 4);
        return life == null || most.compareTo(life) < 0 ? most : life;
    }

    private static Duration doubled(Duration pause) {
        Duration twice = DurationMath.times(pause, 2);
        return twice.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : twice;
    }
}
