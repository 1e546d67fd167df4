package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's memory on disk. The composition root opens it, reads {@link #load} and {@link #takePending} once, and
 * from then on anyone may call {@link #write} and its like from any thread: they never block on the disk and never
 * throw; one platform thread ({@link StoreWriter}) does the work.
 *
 * <p>What always holds: a batch reaches the disk whole or not at all, and no later than any batch after it. While the
 * disk fails, state waits merged in memory, alerts wait up to a bound, decisions are the first to go.
 */
public final class StateStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StateStore.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** The database and the two files that SQLite keeps beside it. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private final StateDir dir;
    private final StoreWriter writer;
    private final Memory memory;
    private final AtomicReference<List<OutboxRow>> pending;

    private StateStore(StateDir dir, StoreWriter writer, Database.Contents contents) {
        this.dir = dir;
        this.writer = writer;
        this.memory = contents.memory();
        this.pending = new AtomicReference<>(contents.pending());
    }

    /** What came of opening. */
    public sealed interface Opening {
        /**
         * Open, with all that it found.
         *
         * @param lost what could not be read and was moved aside, so that this is a cold start: alert it
         */
        record Opened(StateStore store, Optional<MovedAside> lost) implements Opening {}

        /** A sentence for the operator. */
        record Refused(String message) implements Opening {}
    }

    /** A database that could not be read. */
    public record MovedAside(Path to, String why) {
        /** For status, log and alert. */
        public String summary() {
            return "the state could not be read (" + why + "); it was moved to " + to + " and failoverd started cold";
        }
    }

    /** What tests vary; {@code pragmas} is asked at every opening of a connection. */
    record Settings(StoreLimits limits, Clock clock, Supplier<List<String>> pragmas) {
        static final Settings DEFAULT = new Settings(StoreLimits.DEFAULT, Clock.systemUTC(), List::of);
    }

    /**
     * Loads what opening and loading need, by doing both with an empty database in memory. Blocks; worth calling early, on
     * a thread of its own, in a process that is to answer soon. What goes wrong {@link #open} tells.
     */
    public static void prepare() {
        Database.rehearse();
    }

    /** Locks the directory, opens what is there or begins afresh. Blocks: for the start of the daemon only. */
    public static Opening open(Path dir, String node) {
        return open(dir, node, Settings.DEFAULT);
    }

    static Opening open(Path dir, String node, Settings settings) {
        return switch (StateDir.lock(dir, node)) {
            case StateDir.Claim.Refused refused -> new Opening.Refused(refused.message());
            case StateDir.Claim.Held held -> {
                Opening opening = open(held.dir(), node, settings);
                if (opening instanceof Opening.Refused) {
                    held.dir().close();
                }
                yield opening;
            }
        };
    }

    private static Opening open(StateDir dir, String node, Settings settings) {
        try {
            try {
                return new Opening.Opened(start(dir, node, settings), Optional.empty());
            } catch (Database.Unreadable e) {
                MovedAside lost = moveAside(dir.path(), settings.clock(), oneLine(e));
                log.error("{}", lost.summary());
                return new Opening.Opened(start(dir, node, settings), Optional.of(lost));
            }
        } catch (Database.Newer e) {
            return new Opening.Refused(String.valueOf(e.getMessage()));
        } catch (Database.Unreadable | SQLException e) {
            return new Opening.Refused("cannot open the state in %s: %s; free or repair the disk, or give --state-dir"
                    .formatted(dir.path(), e.getMessage()));
        } catch (IOException e) {
            return new Opening.Refused(
                    "cannot move the unreadable state in %s aside: %s".formatted(dir.path(), StateDir.describe(e)));
        }
    }

    private static StateStore start(StateDir dir, String node, Settings settings)
            throws SQLException, Database.Unreadable, Database.Newer {
        Database database = Database.open(dir.path(), settings.pragmas().get());
        Database.Contents contents;
        try {
            contents = database.load(settings.limits().waitingAlerts());
        } catch (SQLException | Database.Unreadable e) {
            database.close();
            throw e;
        }
        StoreWriter writer = new StoreWriter(dir.path(), node, settings, database);
        writer.start();
        return new StateStore(dir, writer, contents);
    }

    /** SQLite says what is damaged on several lines. */
    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    }

    private static MovedAside moveAside(Path dir, Clock clock, String why) throws IOException {
        String aside = Database.FILE + ".unreadable-" + STAMP.format(clock.instant());
        for (String suffix : SUFFIXES) {
            Path file = dir.resolve(Database.FILE + suffix);
            if (Files.exists(file)) {
                Files.move(file, dir.resolve(aside + suffix));
            }
        }
        return new MovedAside(dir.resolve(aside), why);
    }

    /** What was on disk when the store was opened. */
    public Memory load() {
        return memory;
    }

    /** The alerts that were still to be delivered when the store was opened, in order. Empty when asked again. */
    public List<OutboxRow> takePending() {
        return pending.getAndSet(List.of());
    }

    /**
     * Keeps the effects of one step.
     *
     * @return completes on the store's thread once they are on disk; never fails, and stays open where the store was
     *     closed before the disk had recovered
     */
    public CompletionStage<Void> write(Batch batch) {
        return writer.change((backlog, withDecisions) -> backlog.add(batch, withDecisions));
    }

    /** Completes, likewise, once no generation up to {@code through} can be used again after a crash. */
    public CompletionStage<Void> reserveGenerations(long through) {
        return writer.change((backlog, withDecisions) -> backlog.reserve(through));
    }

    /**
     * Who is told, on the store's thread and in the order of writing, of each alert of a batch once the disk has it or
     * has refused it for the first time. One listener, set before the first alert.
     */
    public void onAlertSettled(Consumer<List<OutboxRow>> listener) {
        writer.announceTo(listener);
    }

    /** Keeps the later state of a row: another attempt, or given up. */
    public void update(OutboxRow row) {
        writer.change((backlog, withDecisions) -> backlog.update(row));
    }

    /** The row was delivered, or nobody wants it any more. */
    public void delete(OutboxRow.Key key) {
        writer.change((backlog, withDecisions) -> backlog.delete(key));
    }

    public StoreHealth health() {
        return writer.health();
    }

    /**
     * Writes what waits, and the time; then lets go of the directory. Blocks for a few seconds at most: not for an
     * event loop.
     */
    @Override
    public void close() {
        Duration patience = writer.limits().closePatience();
        if (writer.finish(patience)) {
            dir.close();
        } else {
            // Its thread may still write: the lock must outlast it, so it goes with the process.
            log.error("the disk did not answer within {}: what it had not taken is lost", patience);
        }
    }
}
