package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a {@link ProbeLane} counts. Its event loop alone writes, so nothing is ever lost; read from anywhere. */
final class LaneCounts {
    private static final int LATER = Lateness.BOUNDS.size();
    private static final int SUM = LATER + 1;

    private final int lane;

    /** One for each bound, one for what is later, and the nanoseconds of all. */
    private final AtomicLongArray lateness = new AtomicLongArray(SUM + 1);

    private volatile int targets;
    private volatile long starts;
    private volatile int inFlight;
    private volatile long skipped;
    private volatile Duration lag = Duration.ZERO;
    private volatile Moment progress;

    LaneCounts(int lane, Moment now) {
        this.lane = lane;
        this.progress = now;
    }

    void targets(int present) {
        targets = present;
    }

    void started(Duration lateFor) {
        Duration late = lateFor.isNegative() ? Duration.ZERO : lateFor;
        int cell = 0;
        while (cell < LATER && late.compareTo(Lateness.BOUNDS.get(cell)) > 0) {
            cell++;
        }
        raise(cell, 1);
        raise(SUM, late.toNanos());
        long before = starts;
        starts = before + 1;
        int flying = inFlight;
        inFlight = flying + 1;
    }

    void finished() {
        int flying = inFlight;
        inFlight = flying - 1;
    }

    void skipped() {
        long before = skipped;
        skipped = before + 1;
    }

    void beat(Duration late, Moment now) {
        lag = late;
        progress = now;
    }

    private void raise(int cell, long by) {
        lateness.setRelease(cell, lateness.getPlain(cell) + by);
    }

    LaneSnapshot snapshot() {
        List<Long> counts = new ArrayList<>();
        for (int cell = 0; cell <= LATER; cell++) {
            counts.add(lateness.getAcquire(cell));
        }
        var late = new Lateness(counts, Duration.ofNanos(lateness.getAcquire(SUM)));
        return new LaneSnapshot(lane, targets, starts, inFlight, skipped, late, lag, progress);
    }
}
