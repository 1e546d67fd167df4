package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** The journal's database, open for writing. On the journal's thread alone. */
final class JournalFile implements AutoCloseable {
    static final String NAME = "journal.db";
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    /** The log is cut back to this after a checkpoint. */
    private static final long WAL_BYTES = 4L << 20;

    private static final List<String> TABLES = List.of("""
            CREATE TABLE segments (
              id        INTEGER PRIMARY KEY,
              first_seq INTEGER NOT NULL,
              at        INTEGER NOT NULL,
              lost      INTEGER NOT NULL,
              run       TEXT NOT NULL,
              world     BLOB
            ) STRICT""", """
            CREATE TABLE blocks (
              first_seq INTEGER PRIMARY KEY,
              segment   INTEGER NOT NULL,
              steps     INTEGER NOT NULL,
              body      BLOB NOT NULL
            ) STRICT""");

    private final Connection connection;

    private JournalFile(Connection connection) {
        this.connection = connection;
    }

    /** Opens or creates; what cannot be read is moved aside, in the place of what was moved there before. */
    static JournalFile open(Path dir) throws SQLException {
        Path file = dir.resolve(NAME);
        try {
            return connect(file);
        } catch (SQLException e) {
            int code = e.getErrorCode() & 0xff;
            if (code != SQLiteErrorCode.SQLITE_CORRUPT.code && code != SQLiteErrorCode.SQLITE_NOTADB.code) {
                throw e;
            }
            try {
                Files.move(file, dir.resolve(NAME + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
                for (String rest : List.of("-wal", "-shm")) {
                    Files.deleteIfExists(dir.resolve(NAME + rest));
                }
            } catch (IOException moving) {
                e.addSuppressed(moving);
                throw e;
            }
            LOG.error("the journal could not be read ({}); it was moved to {}.unreadable", e.getMessage(), file);
            return connect(file);
        }
    }

    private static JournalFile connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            if (number(connection, "PRAGMA page_count") == 0) {
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA journal_size_limit = " + WAL_BYTES);
            long version = number(connection, "PRAGMA user_version");
            if (version > VERSION) {
                throw new SQLException(file + " was written by a newer failoverd (version " + version + ", this knows "
                        + VERSION + "): move it away to have a journal again");
            }
            if (version == 0) {
                statement.execute("BEGIN IMMEDIATE");
                for (String table : TABLES) {
                    statement.execute(table);
                }
                statement.execute("PRAGMA user_version = " + VERSION);
                statement.execute("COMMIT");
            }
            return new JournalFile(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Something to be done in one transaction. */
    interface Work {
        void run() throws SQLException;
    }

    void transact(Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                work.run();
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                try {
                    statement.execute("ROLLBACK");
                } catch (SQLException rolling) {
                    e.addSuppressed(rolling); // a full disk has rolled back by itself
                }
                throw e;
            }
        }
    }

    /** The number after that of the last step. */
    long nextSeq() throws SQLException {
        return number(
                connection,
                "SELECT max(ifnull((SELECT first_seq + steps FROM blocks ORDER BY first_seq DESC"
                        + " LIMIT 1), 1), ifnull((SELECT max(first_seq) FROM segments), 1))");
    }

    /** The id of a new segment; {@code world} null for one that begins with its run. */
    long begin(Run run, long firstSeq, long lost, Instant at, World.@Nullable Snapshot world) throws SQLException {
        byte[] packed = world == null
                ? null
                : Packing.pack(String.valueOf(RecordCodec.encode(world, World.Snapshot.class))
                        .getBytes(StandardCharsets.UTF_8));
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO segments (first_seq, at, lost, run, world) VALUES (?, ?, ?, ?, ?) RETURNING id")) {
            insert.setLong(1, firstSeq);
            insert.setLong(2, at.toEpochMilli());
            insert.setLong(3, lost);
            insert.setString(4, String.valueOf(RecordCodec.encode(run, Run.class)));
            insert.setBytes(5, packed);
            try (ResultSet row = insert.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    /** Writes a block, in the place of a shorter one that began with the same step. */
    void put(long segment, BlockWriter block) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(
                "INSERT OR REPLACE INTO blocks (first_seq, segment, steps, body) VALUES (?, ?, ?, ?)")) {
            put.setLong(1, block.firstSeq());
            put.setLong(2, segment);
            put.setInt(3, block.count());
            put.setBytes(4, block.toBytes());
            put.executeUpdate();
        }
    }

    /** Deletes some blocks of the oldest segments that are due; whether there may be more. Never the newest segment. */
    boolean prune(Instant before, long bytes, int step) throws SQLException {
        String orphans = "DELETE FROM blocks WHERE first_seq IN (SELECT first_seq FROM blocks WHERE first_seq <"
                + " (SELECT first_seq FROM segments ORDER BY id LIMIT 1) ORDER BY first_seq LIMIT " + step + ")";
        boolean tooLarge = usedBytes() > bytes;
        // A segment is due when all of it is older, which is when the one after it began before that, too.
        long due = number(
                connection,
                "SELECT ifnull((SELECT id FROM segments ORDER BY id LIMIT 1), 0) WHERE (SELECT"
                        + " count(*) FROM (SELECT 1 FROM segments LIMIT 2)) > 1 AND ("
                        + (tooLarge
                                ? "1"
                                : "(SELECT at FROM segments ORDER BY id LIMIT 1 OFFSET 1) < " + before.toEpochMilli())
                        + ")");
        try (Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(orphans) == 0) {
                if (due == 0) {
                    return false;
                }
                // First the segment, then its blocks: half of one could not be replayed.
                statement.executeUpdate("DELETE FROM segments WHERE id = " + due);
                statement.executeUpdate(orphans);
            }
            statement.execute("PRAGMA incremental_vacuum(" + step * 16 + ")");
        }
        return true;
    }

    long bytes() throws SQLException {
        return number(connection, "PRAGMA page_count") * number(connection, "PRAGMA page_size");
    }

    private long usedBytes() throws SQLException {
        long pages = number(connection, "PRAGMA page_count") - number(connection, "PRAGMA freelist_count");
        return pages * number(connection, "PRAGMA page_size");
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
