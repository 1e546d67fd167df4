package io.failoverd.probes;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the next probe of one target starts. Immutable and pure: time and chance come in as arguments.
 *
 * <pre>
 *            failure not older than the latest success, or
 *            a probe unanswered for recheck (WATCHFUL only)
 *   NORMAL ────────────────────────────────────────────────► SERIES(anchor s)
 *   last start + interval ± jitter                            s + k·recheck, k ≥ 1, later than the last start
 *      │                                                         ▲
 *      └──────────── the idle connection ended: s is now, k ≥ 0 ─┘
 *      ▲                                                         │
 *      └───────── success that started after s, or CONDEMNED ────┘
 * </pre>
 *
 * <p>Evidence is ordered by the <em>start</em> of the probes. A failure that started before the latest success starts
 * no series, and a success that ends a series while a failure that started still later is known gives way at once to
 * the series of that failure. INCONCLUSIVE neither starts nor ends a series.
 *
 * <p>While CONDEMNED the next start is {@code intervalWhileDown} away for as long as nothing newer than the latest failure
 * has passed; the first success brings the plain interval back, since the target is earning its return from then on.
 *
 * <p>What always holds: there is a next due time; it is later than the last start; starts strictly increase.
 *
 * @param lastStart null before the first start
 * @param normalDue when the next probe is due unless a series says otherwise
 * @param series the anchor of the running series
 * @param floor times of a series before this one are skipped
 * @param latestSuccess start of the latest probe that passed
 * @param latestFailure start of the latest probe that failed
 * @param inFlight starts of the probes that have no result yet, earliest first
 * @param notBefore when the peer wants to be asked again; null when it has not said so
 */
public record ProbeSchedule(
        Cadence cadence,
        Pace pace,
        @Nullable Moment lastStart,
        Moment normalDue,
        @Nullable Moment series,
        Moment floor,
        @Nullable Moment latestSuccess,
        @Nullable Moment latestFailure,
        List<Moment> inFlight,
        @Nullable Moment notBefore) {

    /** Between two probes of a target, however much they are wished for. */
    static final Duration LEAST_GAP = Duration.ofMillis(100);

    /** Intervals that a peer's {@code Retry-After} may pass over: a gateway must not be able to talk its probes away. */
    static final int MOST_RESTS = 5;

    public ProbeSchedule {
        inFlight = List.copyOf(inFlight);
    }

    /**
     * A target's first probe lies somewhere in its first interval, so that a thousand targets do not start as one.
     *
     * @param spread in [0, 1)
     */
    public static ProbeSchedule first(Cadence cadence, Moment now, double spread) {
        Moment due = now.plus(scaled(cadence.interval(), unit(spread)));
        return new ProbeSchedule(cadence, Pace.WATCHFUL, null, due, null, now, null, null, List.of(), null);
    }

    /** When the next probe starts; in the past when it should have started already. */
    public Moment nextDue() {
        Moment due = unheldDue();
        return notBefore == null ? due : Moment.later(due, notBefore);
    }

    private Moment unheldDue() {
        if (pace == Pace.CONDEMNED) {
            return normalDue;
        }
        if (series != null) {
            return gridTime(series);
        }
        Moment unanswered = earliestUnanswered();
        return unanswered == null ? normalDue : Moment.earlier(normalDue, gridTime(unanswered));
    }

    /** Whether the bound on probes in flight leaves room for another one; when not, the due time is {@link #skipped}. */
    public boolean mayStart() {
        return inFlight.size() < cadence.maxInFlight();
    }

    /** Whether a probe that starts now is one of a series, and so more than due by its interval. */
    public boolean isRecheck(Moment now) {
        return seriesAt(now) != null;
    }

    /**
     * A probe started.
     *
     * @param now later than the last start
     * @param jitter in [0, 1), for the next normal start
     */
    public ProbeSchedule started(Moment now, double jitter) {
        if (lastStart != null && !now.isAfter(lastStart)) {
            throw new IllegalArgumentException("a probe cannot start before or with the one before it");
        }
        if (!mayStart()) {
            throw new IllegalArgumentException("there are " + inFlight.size() + " probes in flight already");
        }
        var flying = new ArrayList<>(inFlight);
        flying.add(now);
        return new ProbeSchedule(
                cadence,
                pace,
                now,
                afterInterval(now, jitter),
                seriesAt(now),
                floor,
                latestSuccess,
                latestFailure,
                flying,
                null);
    }

    /** The due time passed without a start, since too many probes are in flight. */
    public ProbeSchedule skipped(Moment now, double jitter) {
        Moment after = new Moment(now.nanos() + 1);
        return new ProbeSchedule(
                cadence,
                pace,
                lastStart,
                afterInterval(now, jitter),
                seriesAt(now),
                after,
                latestSuccess,
                latestFailure,
                inFlight,
                null);
    }

    /**
     * The peer wants to be left alone for a while ({@code Retry-After}, RFC 9110, section 10.2.3). That is granted for
     * {@link #MOST_RESTS} intervals at most, and taken back when the core wants to know.
     */
    public ProbeSchedule rested(Duration wish, Moment now) {
        Duration most = DurationMath.times(cadence.interval(), MOST_RESTS);
        Moment until = now.plus(wish.compareTo(most) > 0 ? most : wish);
        return until.isAfter(nextDue())
                ? new ProbeSchedule(
                        cadence,
                        pace,
                        lastStart,
                        normalDue,
                        series,
                        floor,
                        latestSuccess,
                        latestFailure,
                        inFlight,
                        until)
                : this;
    }

    /**
     * The core wants to know now: the next probe is due at once, though never sooner than {@link #LEAST_GAP} after the
     * one before it, so that a thousand wishes are one probe.
     */
    public ProbeSchedule hurried(Moment now) {
        Moment soonest = lastStart == null ? now : Moment.later(now, lastStart.plus(LEAST_GAP));
        return soonest.isBefore(nextDue())
                ? new ProbeSchedule(
                        cadence, pace, lastStart, soonest, null, floor, latestSuccess, latestFailure, inFlight, null)
                : this;
    }

    /**
     * The idle connection to the target has ended: a series begins now, and with a probe. What is under way started too
     * early to end it. A target that is DOWN has nothing to lose by waiting.
     */
    public ProbeSchedule tripped(Moment now) {
        if (pace == Pace.CONDEMNED) {
            return this;
        }
        Moment anchor = new Moment(now.nanos() - 1);
        return new ProbeSchedule(
                cadence, pace, lastStart, normalDue, anchor, anchor, latestSuccess, latestFailure, inFlight, null);
    }

    /** A probe that started at {@code start} has its result. A start that is not in flight changes nothing. */
    public ProbeSchedule finished(Moment start, ProbeResult result, Moment now) {
        var flying = new ArrayList<>(inFlight);
        if (!flying.remove(start)) {
            return this;
        }
        return switch (result) {
            case ProbeResult.Inconclusive _ -> with(flying, series, floor, latestSuccess, latestFailure);
            case ProbeResult.Up _, ProbeResult.Degraded _ -> passed(flying, start, now);
            case ProbeResult.Down _ -> failed(flying, start, now);
        };
    }

    /** The core has changed its mind about the target. */
    public ProbeSchedule paced(Pace next, Moment now) {
        if (next == pace) {
            return this;
        }
        return new ProbeSchedule(
                cadence,
                next,
                lastStart,
                Moment.later(next == Pace.WATCHFUL ? withoutSlowness() : normalDue, now),
                null,
                now,
                latestSuccess,
                latestFailure,
                inFlight,
                notBefore);
    }

    private ProbeSchedule passed(List<Moment> flying, Moment start, Moment now) {
        Moment success = latest(latestSuccess, start);
        if (pace == Pace.CONDEMNED) {
            return risen(flying, success);
        }
        if (series == null || !start.isAfter(series)) {
            return with(flying, series, floor, success, latestFailure);
        }
        boolean failureIsNewer = latestFailure != null && latestFailure.isAfter(success);
        return with(flying, failureIsNewer ? latestFailure : null, now, success, latestFailure);
    }

    /** A success while condemned: the next probe need not wait for as long as it would have after a failure. */
    private ProbeSchedule risen(List<Moment> flying, Moment success) {
        Moment due = isFailing(success) ? normalDue : withoutSlowness();
        return new ProbeSchedule(
                cadence, pace, lastStart, due, series, floor, success, latestFailure, flying, notBefore);
    }

    /** The due time as it is, unless it is as far away as only that of a target that is DOWN may be. */
    private Moment withoutSlowness() {
        return lastStart == null
                ? normalDue
                : Moment.earlier(normalDue, lastStart.plus(scaled(cadence.interval(), 1 + Cadence.JITTER)));
    }

    /** Whether the latest word of the target, as far as it is known, is a failure. */
    private boolean isFailing(@Nullable Moment success) {
        return latestFailure != null && (success == null || latestFailure.isAfter(success));
    }

    private ProbeSchedule failed(List<Moment> flying, Moment start, Moment now) {
        Moment failure = latest(latestFailure, start);
        if (latestSuccess != null && start.isBefore(latestSuccess)) {
            return with(flying, series, floor, latestSuccess, failure);
        }
        boolean goesOn = pace == Pace.CONDEMNED || series != null;
        // A peer that fails is no longer one that only asked for patience.
        return new ProbeSchedule(
                cadence,
                pace,
                lastStart,
                normalDue,
                goesOn ? series : start,
                goesOn ? floor : now,
                latestSuccess,
                failure,
                flying,
                null);
    }

    private ProbeSchedule with(
            List<Moment> flying,
            @Nullable Moment newSeries,
            Moment newFloor,
            @Nullable Moment success,
            @Nullable Moment failure) {
        return new ProbeSchedule(
                cadence, pace, lastStart, normalDue, newSeries, newFloor, success, failure, flying, notBefore);
    }

    /** The series that holds at {@code now}: the running one, or the one that an unanswered probe has just started. */
    private @Nullable Moment seriesAt(Moment now) {
        if (series != null || pace == Pace.CONDEMNED) {
            return series;
        }
        Moment unanswered = earliestUnanswered();
        boolean late = unanswered != null && !now.isBefore(unanswered.plus(cadence.recheck()));
        return late ? unanswered : null;
    }

    /** The earliest probe in flight whose result would still count. */
    private @Nullable Moment earliestUnanswered() {
        for (Moment start : inFlight) {
            if (latestSuccess == null || start.isAfter(latestSuccess)) {
                return start;
            }
        }
        return null;
    }

    /**
     * The first anchor + k·recheck that is later than the last start and not before the floor. k is 0 only where no probe
     * started at the anchor: for a series that a tripwire began.
     */
    private Moment gridTime(Moment anchor) {
        long step = cadence.recheck().toNanos();
        long from = floor.nanos();
        if (lastStart != null) {
            from = Math.max(from, lastStart.nanos() + 1);
        }
        long k = Math.max(0, Math.ceilDiv(from - anchor.nanos(), step));
        return new Moment(anchor.nanos() + k * step);
    }

    private Moment afterInterval(Moment from, double jitter) {
        boolean slow = pace == Pace.CONDEMNED && isFailing(latestSuccess);
        return from.plus(scaled(
                slow ? cadence.intervalWhileDown() : cadence.interval(), 1 + Cadence.JITTER * (2 * unit(jitter) - 1)));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }

    private static double unit(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("jitter lies in [0, 1), and not at " + value);
        }
        return value;
    }

    private static Moment latest(@Nullable Moment known, Moment seen) {
        return known == null ? seen : Moment.later(known, seen);
    }
}
