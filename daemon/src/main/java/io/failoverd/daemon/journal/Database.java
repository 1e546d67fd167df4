package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** An open database. Used by one thread at a time; the store's, once it runs. */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    static final String FILE = "failoverd.db";
    private static final Path IN_MEMORY = Path.of(":memory:");
    /** A reader such as the sqlite3 shell may hold a lock for a moment. */
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    /** The log is cut back to this after a checkpoint. */
    private static final long WAL_BYTES = 8L << 20;
    /** Above this only the state tables are checked at a start, so that a large journal never delays the answers. */
    private static final long FULL_CHECK_BYTES = 64L << 20;

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    private enum Locking {
        /** An operator can look in with the sqlite3 shell while we run. */
        SHARED,
        EXCLUSIVE
    }

    /** The file is no database, or is damaged, or holds what we never wrote. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message, Exception cause) {
            super(message, cause);
        }
    }

    /** A newer failoverd has written it; its meaning is unknown, so it is left as it is. */
    static final class Newer extends Exception {
        private static final long serialVersionUID = 1;

        Newer(String message) {
            super(message);
        }
    }

    /** What a start reads. */
    record Contents(Memory memory, List<OutboxRow> pending) {}

    /** What a start does, ahead of it; where it fails, opening fails again and says why, or the process is ending already. */
    static void rehearse() {
        try (Connection connection = connect(IN_MEMORY, Locking.SHARED, List.of())) {
            Schema.check(connection, true);
            Schema.migrate(connection);
            new Database(connection).load(1);
        } catch (SQLException | Unreadable | LinkageError e) {
            LOG.debug("SQLite cannot be rehearsed ahead of its use", e);
        }
    }

    /**
     * Opens, checks and migrates. Where a disk is so full that the shared memory of the log cannot be made beside the
     * file, the file is read without it, so that a full disk does not keep the daemon from starting.
     */
    static Database open(Path dir, List<String> pragmas) throws SQLException, Unreadable, Newer {
        try {
            return open(dir, Locking.SHARED, pragmas);
        } catch (SQLException e) {
            if (!Files.exists(dir.resolve(FILE))) {
                throw e;
            }
            try {
                return open(dir, Locking.EXCLUSIVE, pragmas);
            } catch (SQLException again) {
                e.addSuppressed(again);
                throw e;
            }
        }
    }

    private static Database open(Path dir, Locking locking, List<String> pragmas)
            throws SQLException, Unreadable, Newer {
        Path file = dir.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file, locking, pragmas);
            int version = Schema.version(connection);
            if (version > Schema.VERSION) {
                connection.close();
                throw new Newer(
                        "%s has version %d and this failoverd knows up to %d: install the newer failoverd again, or move the file away"
                                .formatted(file, version, Schema.VERSION));
            }
            String check = Schema.check(connection, Files.size(file) <= FULL_CHECK_BYTES);
            if (!check.equals("ok")) {
                connection.close();
                throw new Unreadable(check, new SQLException(check));
            }
            Schema.migrate(connection);
            return new Database(connection);
        } catch (SQLException e) {
            close(connection, e);
            if (damaged(e)) {
                throw new Unreadable(String.valueOf(e.getMessage()), e);
            }
            throw e;
        } catch (IOException e) {
            close(connection, e);
            throw new SQLException(StateDir.describe(e), e);
        }
    }

    /** Opens what {@link #open} has opened before, without its checks. */
    static Database reopen(Path dir, List<String> pragmas) throws SQLException {
        return new Database(connect(dir.resolve(FILE), Locking.SHARED, pragmas));
    }

    private static Connection connect(Path file, Locking locking, List<String> pragmas) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            if (locking == Locking.EXCLUSIVE) {
                // Before the first access: then the index of the log is in our own memory.
                statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            }
            // Of use before the first table exists; later it would only make every opening a write.
            if (Schema.number(connection, "PRAGMA page_count") == 0) {
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = WAL");
            // An acknowledged batch outlives a power cut too: a generation must never be used twice.
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA journal_size_limit = " + WAL_BYTES);
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
        } catch (SQLException e) {
            close(connection, e);
            throw e;
        }
        return connection;
    }

    Contents load(int limit) throws SQLException, Unreadable {
        try {
            return new Contents(MemoryTables.load(connection), OutboxTable.pending(connection, limit));
        } catch (IllegalArgumentException | DateTimeException | NullPointerException e) {
            throw new Unreadable("a row holds what failoverd never wrote: " + e.getMessage(), e);
        } catch (SQLException e) {
            if (damaged(e)) {
                throw new Unreadable(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    /** All of it in one transaction, or none. */
    void commit(Backlog backlog, String node, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                MemoryTables.alive(connection, node, now, backlog.generationsReserved());
                MemoryTables.forgetServices(connection, backlog.forgottenServices);
                MemoryTables.putEndpoints(connection, backlog.endpoints);
                MemoryTables.putServices(connection, backlog.services.values());
                if (backlog.common().isPresent()) {
                    MemoryTables.putCommon(connection, backlog.common().get());
                }
                OutboxTable.put(connection, backlog.outbox);
                DecisionTable.add(connection, backlog.decisions);
                statement.execute("COMMIT");
            } catch (SQLException e) {
                rollback(statement, e);
                throw e;
            }
        }
    }

    /** Some failures (a full disk among them) have rolled back by themselves, and then this one fails. */
    private static void rollback(Statement statement, SQLException cause) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** One small step; whether there is more to prune. */
    boolean prune(Instant now, StoreLimits limits) throws SQLException {
        int step = limits.pruneStep();
        Instant before = now.minus(limits.decisionAge());
        int deleted = DecisionTable.pruneByAge(connection, before, step);
        if (deleted < step && usedBytes() > limits.databaseBytes()) {
            deleted += DecisionTable.pruneOldest(connection, step);
        }
        int dead = OutboxTable.prune(connection, before, limits.deadAlerts(), step);
        if (deleted + dead > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA incremental_vacuum(" + step + ")");
            }
        }
        return deleted >= step || dead >= step;
    }

    /** Room for the state in a file that cannot grow. */
    int pruneOldestDecisions(int step) throws SQLException {
        return DecisionTable.pruneOldest(connection, step);
    }

    long bytes() throws SQLException {
        return Schema.number(connection, "PRAGMA page_count") * Schema.number(connection, "PRAGMA page_size");
    }

    private long usedBytes() throws SQLException {
        long pages = Schema.number(connection, "PRAGMA page_count");
        long free = Schema.number(connection, "PRAGMA freelist_count");
        return (pages - free) * Schema.number(connection, "PRAGMA page_size");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static boolean full(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    private static boolean damaged(SQLException e) {
        int code = code(e);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** The primary result code: the low byte of an extended one. */
    private static int code(SQLException e) {
        return e.getErrorCode() & 0xff;
    }

    private static void close(@Nullable Connection connection, Exception cause) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
