package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.EventJournal.Pending;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the journal's connection. What has come since the last flush goes into the open block and,
 * with it, to disk in one transaction. What a failure leaves unwritten is lost: trying again later would need memory
 * without a bound, for a journal.
 */
final class JournalThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);

    private final Path dir;
    private final Run run;
    private final JournalLimits limits;
    private final EventJournal.Room room;
    private final EventJournal journal;

    private @Nullable JournalFile file;
    /** Null where the next step has to begin a segment. */
    private @Nullable BlockWriter block;

    private boolean begun;
    private long segment;
    private long segmentSteps;
    private Instant segmentAt = Instant.EPOCH;
    private boolean asked;
    private long nextSeq;
    /** Lost since the last step that was kept. */
    private long lost;

    private Instant lastAt = Instant.EPOCH;
    private Duration retry;
    private long pruneDue = System.nanoTime();

    JournalThread(Path dir, Run run, JournalLimits limits, EventJournal.Room room, EventJournal journal) {
        this.dir = dir;
        this.run = run;
        this.limits = limits;
        this.room = room;
        this.journal = journal;
        this.retry = limits.firstRetry();
        this.lastAt = run.wall();
    }

    @Override
    public void run() {
        boolean last = false;
        while (!last) {
            try {
                List<Pending> taken = journal.take(limits.flushEvery());
                last = journal.closing();
                if (!flush(taken) && !last) {
                    journal.rest(retry);
                    retry = retry.multipliedBy(2).compareTo(limits.lastRetry()) < 0
                            ? retry.multipliedBy(2)
                            : limits.lastRetry();
                }
            } catch (InterruptedException _) {
                last = true;
            }
        }
        shut();
    }

    /** Whether the disk took it. */
    private boolean flush(List<Pending> taken) {
        if (!taken.isEmpty()) {
            lastAt = taken.getLast().at();
        }
        try {
            if (room.free() < limits.freeBytes()) {
                throw new IOException("the disk has less than " + (limits.freeBytes() >> 20) + " MiB left");
            }
            JournalFile open = opened();
            if (!taken.isEmpty()) {
                open.transact(() -> write(open, taken));
            }
            prune(open);
            journal.written(open.bytes());
            retry = limits.firstRetry();
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                LOG.error("a bug in the journal", e);
            }
            lost += taken.size() + taken.stream().mapToLong(Pending::lost).sum();
            block = null;
            shut();
            journal.stopped(taken.size(), lastAt, String.valueOf(e.getMessage()));
            journal.askForWorld();
            return false;
        }
    }

    private JournalFile opened() throws SQLException {
        JournalFile open = file;
        if (open == null) {
            open = JournalFile.open(dir);
            file = open;
            nextSeq = Math.max(nextSeq, open.nextSeq());
        }
        return open;
    }

    private void write(JournalFile open, List<Pending> taken) throws SQLException {
        for (Pending step : taken) {
            lost += step.lost();
            BlockWriter into = step.lost() > 0 ? null : block;
            if (into == null || step.before() != null) {
                into = begin(open, step);
                if (into == null) {
                    lost++;
                    continue;
                }
            } else if (into.count() >= limits.blockSteps() || into.size() >= limits.blockBytes()) {
                open.put(segment, into);
                into = new BlockWriter(nextSeq);
            }
            block = into;
            into.add(step.now(), step.event(), step.effects());
            nextSeq++;
            segmentSteps++;
        }
        BlockWriter present = block;
        if (present != null && present.count() > 0) {
            open.put(segment, present);
        }
        if (!asked
                && (segmentSteps >= limits.segmentSteps()
                        || Duration.between(segmentAt, lastAt).compareTo(limits.segmentAge()) >= 0)) {
            asked = true;
            journal.askForWorld();
        }
    }

    /** The first block of a new segment; null where nothing says in which world it would begin. */
    private @Nullable BlockWriter begin(JournalFile open, Pending step) throws SQLException {
        @Nullable World world = step.before();
        boolean first = !begun && lost == 0;
        if (!first && world == null) {
            journal.askForWorld();
            return null;
        }
        BlockWriter present = block;
        if (present != null && present.count() > 0) {
            open.put(segment, present);
        }
        nextSeq += lost;
        segment = open.begin(run, nextSeq, lost, step.at(), first || world == null ? null : world.snapshot());
        begun = true;
        lost = 0;
        asked = false;
        segmentSteps = 0;
        segmentAt = step.at();
        return new BlockWriter(nextSeq);
    }

    private void prune(JournalFile open) throws SQLException {
        if (System.nanoTime() - pruneDue < 0) {
            return;
        }
        Instant before = lastAt.minus(journal.settings().retention());
        boolean more = open.prune(before, journal.settings().size(), limits.pruneStep());
        pruneDue = System.nanoTime() + (more ? 0 : limits.pruneEvery().toNanos());
    }

    private void shut() {
        JournalFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("closing the journal failed: {}", e.getMessage());
            }
        }
    }
}
