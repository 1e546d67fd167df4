package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every step of the core, for {@code replay}. The composition root opens it; the event pump tells it each step and
 * never waits: one platform thread ({@link JournalThread}) packs and writes.
 *
 * <p>What always holds: what is on disk of a segment is an unbroken run of steps from a world that is there with it. A
 * disk that fails or is nearly full costs steps, which are counted, and the next step that is kept begins a new segment.
 */
public final class EventJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);

    /**
     * A step on its way.
     *
     * @param before the world before it, where a segment can begin with it
     * @param lost steps before it that found no room
     */
    record Pending(
            Event event,
            Moment now,
            List<Effect> effects,
            @Nullable World before,
            Instant at,
            long lost) {}

    /** How much room the disk has. */
    interface Room {
        long free() throws IOException;
    }

    private final JournalLimits limits;
    private final Thread thread;
    private volatile JournalSettings settings;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private ArrayDeque<Pending> queue = new ArrayDeque<>();
    private boolean urgent;
    private boolean closing;
    private boolean wantsWorld;
    private long lostNow;
    private long dropped;
    private int beingWritten;
    private long bytes;
    private @Nullable Instant stoppedSince;
    private @Nullable String lastError;
    private long flushedAt = System.nanoTime();

    private EventJournal(Path dir, Run run, JournalLimits limits, Room room) {
        this.limits = limits;
        this.settings = limits.settings();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("failoverd-journal")
                .unstarted(new JournalThread(dir, run, limits, room, this));
    }

    /** Of a run that begins. Takes steps, and writes none before {@link #begin}. */
    public static EventJournal of(Path dir, Run run, JournalSettings settings) {
        return of(
                dir,
                run,
                JournalLimits.of(settings),
                () -> Files.getFileStore(dir).getUsableSpace());
    }

    static EventJournal of(Path dir, Run run, JournalLimits limits, Room room) {
        return new EventJournal(dir, run, limits, room);
    }

    /** Begins to write. The directory must be held; whatever is wrong with it shows in {@link #health}. Once. */
    public EventJournal begin() {
        thread.start();
        return this;
    }

    /**
     * Keeps a step. Never blocks, never throws; from one thread.
     *
     * @param before the world in which it happened
     */
    public void stepped(World before, Event event, Moment now, List<Effect> effects) {
        lock.lock();
        try {
            if (queue.size() + beingWritten >= limits.waiting()) {
                dropped++;
                lostNow++;
                return;
            }
            boolean snapshot = wantsWorld || lostNow > 0;
            queue.add(new Pending(
                    event, now, effects, snapshot ? before : null, before.wall().at(now), lostNow));
            wantsWorld = false;
            lostNow = 0;
            if (decides(effects) || queue.size() == limits.blockSteps()) {
                urgent = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean decides(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish || effect instanceof Effect.Raise) {
                return true;
            }
        }
        return false;
    }

    /** From now on keeps so much. Any thread. */
    public void keep(JournalSettings next) {
        settings = next;
    }

    JournalSettings settings() {
        return settings;
    }

    public JournalHealth health() {
        lock.lock();
        try {
            return new JournalHealth(
                    stoppedSince,
                    lastError,
                    queue.size() + beingWritten,
                    bytes,
                    dropped,
                    Duration.ofNanos(System.nanoTime() - flushedAt));
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, if it has begun. Blocks for a few seconds at most: not for an event loop. */
    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(limits.closePatience())) {
                LOG.error("the disk did not take the end of the journal within {}", limits.closePatience());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** For the journal's thread: what has come, after a decision at once, else after {@code patience}. */
    List<Pending> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closing && !urgent && left > 0) {
                left = changed.awaitNanos(left);
            }
            urgent = false;
            List<Pending> taken = new ArrayList<>(queue);
            beingWritten = taken.size();
            queue = new ArrayDeque<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** For the journal's thread: lets {@code patience} pass, unless we close. */
    void rest(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean closing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** For the journal's thread: the next step shall bring its world. */
    void askForWorld() {
        lock.lock();
        try {
            wantsWorld = true;
        } finally {
            lock.unlock();
        }
    }

    void written(long size) {
        lock.lock();
        try {
            beingWritten = 0;
            flushedAt = System.nanoTime();
            bytes = size;
            if (stoppedSince != null) {
                LOG.info("the journal is written again, after a stop since {}", stoppedSince);
                stoppedSince = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void stopped(int lost, Instant at, String why) {
        lock.lock();
        try {
            beingWritten = 0;
            dropped += lost;
            lastError = why;
            if (stoppedSince == null) {
                stoppedSince = at;
                LOG.error("the journal stops ({}): probes, answers and state go on", why);
            }
        } finally {
            lock.unlock();
        }
    }
}
