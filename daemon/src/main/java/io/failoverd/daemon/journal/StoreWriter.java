package io.failoverd.daemon.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the connection. Everything that waits goes into one transaction (so a burst costs one
 * fsync); a failure puts it back under what came meanwhile, and is tried again with a doubling wait. The lock is held
 * for map operations only, never over a call of SQLite.
 */
final class StoreWriter {
    private static final Logger log = LoggerFactory.getLogger(StoreWriter.class);

    /** A change of the backlog; {@code withDecisions} is false while the disk is full. */
    interface Change {
        void apply(Backlog backlog, boolean withDecisions);
    }

    private final Path dir;
    private final String node;
    private final StateStore.Settings settings;
    private final StoreLimits limits;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private Backlog backlog;
    private boolean closing;
    private boolean decisionsPaused;
    private @Nullable Instant failingSince;
    private @Nullable String lastError;
    private int beingWritten;
    private long bytes;
    private long decisionsDropped;
    private long alertsUnkept;

    private volatile Consumer<List<OutboxRow>> listener = rows -> {};

    // The thread's own. Times are System.nanoTime().
    private @Nullable Database database;
    private long aliveDue;
    private long pruneDue;
    private long retryDue;
    private long decisionsDue;
    private Duration retryWait;

    StoreWriter(Path dir, String node, StateStore.Settings settings, Database database) {
        this.dir = dir;
        this.node = node;
        this.settings = settings;
        this.limits = settings.limits();
        this.database = database;
        this.backlog = new Backlog(limits);
        this.retryWait = limits.firstRetry();
        this.thread = Thread.ofPlatform().daemon().name("failoverd-store").unstarted(this::run);
    }

    void start() {
        long now = System.nanoTime();
        aliveDue = now;
        pruneDue = now;
        retryDue = now;
        thread.start();
    }

    StoreLimits limits() {
        return limits;
    }

    void announceTo(Consumer<List<OutboxRow>> listener) {
        this.listener = listener;
    }

    CompletionStage<Void> change(Change change) {
        lock.lock();
        try {
            change.apply(backlog, !decisionsPaused);
            changed.signal();
            return backlog.durable;
        } finally {
            lock.unlock();
        }
    }

    StoreHealth health() {
        lock.lock();
        try {
            return new StoreHealth(
                    failingSince,
                    lastError,
                    decisionsPaused,
                    backlog.size() + beingWritten,
                    bytes,
                    decisionsDropped,
                    alertsUnkept);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread has ended in time. */
    boolean finish(Duration patience) {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            Backlog taken = new Backlog(limits);
            try {
                lock.lock();
                try {
                    awaitWork();
                    last = closing;
                    taken = backlog;
                    backlog = new Backlog(limits);
                    beingWritten = taken.size();
                } finally {
                    lock.unlock();
                }
                attempt(taken);
                prune();
            } catch (InterruptedException e) {
                last = true;
            } catch (RuntimeException e) {
                log.error("a bug in the state store", e);
                failed(taken, String.valueOf(e));
            }
        }
        shut();
    }

    /** Returns when there is something to do. The lock is held. */
    private void awaitWork() throws InterruptedException {
        while (!closing) {
            long due = backlog.isEmpty() ? earliest(aliveDue, pruneDue) : retryDue;
            long wait = due - System.nanoTime();
            if (wait <= 0) {
                return;
            }
            changed.awaitNanos(wait);
        }
    }

    private void attempt(Backlog taken) {
        long now = System.nanoTime();
        if (taken.isEmpty() && now - aliveDue < 0 && !closing()) {
            return;
        }
        try {
            commitMakingRoom(taken);
            aliveDue = System.nanoTime() + limits.alivePeriod().toNanos();
            succeeded(taken);
        } catch (SQLException e) {
            failed(taken, String.valueOf(e.getMessage()));
        }
    }

    /** On a full disk: first without the decisions, then in the room of the oldest ones. */
    private void commitMakingRoom(Backlog taken) throws SQLException {
        Database db = opened();
        try {
            db.commit(taken, node, settings.clock().instant());
            return;
        } catch (SQLException e) {
            if (!Database.full(e)) {
                throw e;
            }
            pauseDecisions(String.valueOf(e.getMessage()));
            taken.dropDecisions();
        }
        try {
            db.commit(taken, node, settings.clock().instant());
        } catch (SQLException e) {
            if (!Database.full(e) || db.pruneOldestDecisions(limits.pruneStep()) == 0) {
                throw e;
            }
            db.commit(taken, node, settings.clock().instant());
        }
    }

    private Database opened() throws SQLException {
        Database open = database;
        if (open == null) {
            open = Database.reopen(dir, settings.pragmas().get());
            database = open;
        }
        return open;
    }

    private void pauseDecisions(String why) {
        decisionsDue = System.nanoTime() + limits.decisionsPause().toNanos();
        lock.lock();
        try {
            if (!decisionsPaused) {
                log.error("the disk is full ({}): decisions are not journalled for {}", why, limits.decisionsPause());
            }
            decisionsPaused = true;
            lastError = why;
        } finally {
            lock.unlock();
        }
    }

    private void succeeded(Backlog taken) {
        retryWait = limits.firstRetry();
        retryDue = System.nanoTime();
        lock.lock();
        try {
            count(taken);
            beingWritten = 0;
            if (failingSince != null) {
                log.info("the state is written again, after failing since {}", failingSince);
                failingSince = null;
            }
            if (decisionsPaused && System.nanoTime() - decisionsDue >= 0) {
                decisionsPaused = false;
            }
        } finally {
            lock.unlock();
        }
        announce(taken);
        taken.complete();
    }

    private void failed(Backlog taken, String why) {
        closeDatabase();
        retryDue = System.nanoTime() + retryWait.toNanos();
        aliveDue = retryDue;
        pruneDue = retryDue;
        Duration wait = retryWait;
        retryWait = min(retryWait.multipliedBy(2), limits.lastRetry());
        List<OutboxRow> rows;
        lock.lock();
        try {
            if (failingSince == null) {
                failingSince = settings.clock().instant();
                log.error("the state cannot be written ({}): it is kept in memory and tried again", why);
            } else {
                log.debug("the state still cannot be written ({}); next attempt in {}", why, wait);
            }
            lastError = why;
            taken.addNewer(backlog);
            count(taken);
            backlog = taken;
            beingWritten = 0;
            rows = taken.takeUnannounced();
        } finally {
            lock.unlock();
        }
        announce(rows);
    }

    private void count(Backlog taken) {
        decisionsDropped += taken.takeDecisionsDropped();
        alertsUnkept += taken.takeAlertsUnkept();
    }

    private void announce(Backlog taken) {
        announce(taken.takeUnannounced());
    }

    private void announce(List<OutboxRow> rows) {
        if (!rows.isEmpty()) {
            try {
                listener.accept(rows);
            } catch (RuntimeException e) {
                log.error("a bug in the listener of the outbox", e);
            }
        }
    }

    private void prune() {
        Database open = database;
        if (open == null || System.nanoTime() - pruneDue < 0) {
            return;
        }
        pruneDue = System.nanoTime() + limits.alivePeriod().toNanos();
        try {
            if (open.prune(settings.clock().instant(), limits)) {
                pruneDue = System.nanoTime() + limits.firstRetry().toNanos();
            }
            long size = open.bytes();
            lock.lock();
            try {
                bytes = size;
            } finally {
                lock.unlock();
            }
        } catch (SQLException e) {
            // A disk in trouble shows at the next write, which is what counts.
            log.debug("pruning failed", e);
        }
    }

    private boolean closing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void shut() {
        int left = health().waiting();
        if (left > 0) {
            log.error("closing with {} rows that the disk did not take", left);
        }
        closeDatabase();
    }

    private void closeDatabase() {
        Database open = database;
        database = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.warn("closing the state database failed: {}", e.getMessage());
            }
        }
    }

    private static long earliest(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
