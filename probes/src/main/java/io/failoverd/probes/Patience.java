package io.failoverd.probes;

import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A deadline that also knows how much of the wait this host slept through.
 *
 * <p>A probe that timed out says something about its target only if we were there to see the answer. So the wait is cut
 * into slices: a blocked event loop, a long collection of garbage or a suspended machine in the middle of the wait is
 * seen as well as one at its end. An answered probe pays for one timer.
 *
 * <p>Only the longest stall counts. What many slices lose bit by bit on a busy host is no loss to the target, since each
 * slice begins when the one before it ended: it has been given more time, and its answer would have been read between
 * two slices. Adding that up made a busy host blind to gateways that hang.
 *
 * <p>Owned by one {@link Exchange} or {@link Inquiry}, on its event loop.
 */
final class Patience {
    /** Share of the limit that one stall may take before a timeout says nothing about the target. */
    static final double TOLERATED_LATENESS = 0.10;

    /** A shorter stall is the ordinary life of a shared machine, however short the limit. */
    static final Duration ORDINARY_LATENESS = Duration.ofMillis(100);

    private static final int SLICES = 10;
    private static final Duration MIN_SLICE = Duration.ofMillis(5);

    private final EventLoop loop;
    private final Supplier<Moment> clock;
    private final Runnable onExpiry;
    private final Moment from;
    private Duration limit;
    private Moment due;
    private long longestNanos;
    private @Nullable ScheduledFuture<?> timer;

    Patience(EventLoop loop, Supplier<Moment> clock, Moment from, Duration limit, Runnable onExpiry) {
        this.loop = loop;
        this.clock = clock;
        this.from = from;
        this.limit = limit;
        this.onExpiry = onExpiry;
        this.due = from;
        arm(from);
    }

    Duration limit() {
        return limit;
    }

    /** From now on the wait ends {@code longer} after it began; never shorter than before. */
    void extend(Duration longer) {
        limit = longer;
    }

    /** Whether this host was late by so much, until {@code now}, that it may have missed the answer. */
    boolean wasLate(Moment now) {
        longestNanos = Math.max(longestNanos, now.since(due).toNanos());
        return lost().compareTo(ORDINARY_LATENESS) > 0 && longestNanos > TOLERATED_LATENESS * (double) limit.toNanos();
    }

    /** The longest stall. */
    Duration lost() {
        return Duration.ofNanos(longestNanos);
    }

    /** What is said instead of a timeout when it was. */
    ProbeResult late() {
        return new ProbeResult.Inconclusive(
                FailureReason.LOCAL_OVERLOAD,
                "this host was late by " + lost().toMillis() + " of " + limit.toMillis() + " ms");
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void arm(Moment now) {
        Duration slice = DurationMath.divided(limit, SLICES);
        Moment next = now.plus(slice.compareTo(MIN_SLICE) < 0 ? MIN_SLICE : slice);
        due = Moment.earlier(next, from.plus(limit));
        timer = loop.schedule(this::tick, due.since(now).toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        Moment now = clock.get();
        longestNanos = Math.max(longestNanos, now.since(due).toNanos());
        if (now.isBefore(from.plus(limit))) {
            arm(now);
        } else {
            onExpiry.run();
        }
    }
}
