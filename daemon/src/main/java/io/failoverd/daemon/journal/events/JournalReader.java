package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A journal, open for reading beside a daemon that may be writing it. Holds no transaction between two calls of its
 * consumer, so that the daemon's write-ahead log does not grow on our account. One thread at a time; steps are unpacked
 * ahead on another, which has ended when {@link #read} returns.
 */
public final class JournalReader implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    /** Packed blocks in memory at once: some 16,000 steps. */
    private static final int BLOCKS_AT_ONCE = 16;
    /** Unpacked blocks that wait: some 4,000 steps, a MiB or two. */
    private static final int BLOCKS_AHEAD = 4;

    private final Connection connection;

    private JournalReader(Connection connection) {
        this.connection = connection;
    }

    /** What came of opening. */
    public sealed interface Opening {
        record Opened(JournalReader reader) implements Opening {}

        /** A sentence for a person. */
        record Refused(String message) implements Opening {}
    }

    /** Is told the entries of a segment in order. */
    public interface Steps {
        /** Whether to go on. */
        boolean accept(Entry entry);
    }

    /** Opens the journal in a state directory, or the file itself; changes nothing. */
    public static Opening open(Path place) {
        Path file = Files.isDirectory(place) ? place.resolve(JournalFile.NAME) : place;
        if (!Files.isRegularFile(file)) {
            return new Opening.Refused("there is no journal in " + place + ": " + file + " does not exist");
        }
        try {
            return connect(file, "?mode=ro");
        } catch (SQLException e) {
            try {
                // A copy in a place where SQLite may not even keep its index of the log: nobody writes it.
                return connect(file, "?immutable=1");
            } catch (SQLException again) {
                return new Opening.Refused("cannot read " + file + ": " + e.getMessage());
            }
        }
    }

    private static Opening connect(Path file, String mode) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        Connection connection = config.createConnection(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/") + mode);
        try {
            long version = JournalFile.number(connection, "PRAGMA user_version");
            if (version == JournalFile.VERSION) {
                return new Opening.Opened(new JournalReader(connection));
            }
            connection.close();
            return new Opening.Refused(file + " has version " + version + ", and this failoverd knows "
                    + JournalFile.VERSION + (version == 0 ? ": is it a journal?" : ""));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** All segments, the oldest first. */
    public List<Segment> segments() throws SQLException, UnreadableJournal {
        List<Segment> segments = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, first_seq, at, lost, run, world IS NULL AS start FROM segments ORDER BY id")) {
            while (rows.next()) {
                long id = rows.getLong("id");
                segments.add(new Segment(
                        id,
                        BlockReader.value(rows.getString("run"), Run.class, "the run of segment " + id),
                        rows.getLong("first_seq"),
                        rows.getBoolean("start"),
                        rows.getLong("lost"),
                        Instant.ofEpochMilli(rows.getLong("at"))));
            }
        }
        return segments;
    }

    /** How many steps the journal holds, of all segments. */
    public long steps() throws SQLException {
        return JournalFile.number(connection, "SELECT sum(steps) FROM blocks");
    }

    /** The world in which a segment begins. */
    public World world(Segment segment) throws SQLException, UnreadableJournal {
        if (segment.fromStart()) {
            return segment.run().world();
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT world FROM segments WHERE id = ?")) {
            select.setLong(1, segment.id());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new UnreadableJournal("segment " + segment.id() + " has been pruned meanwhile");
                }
                String json = new String(Packing.unpack(row.getBytes(1)), StandardCharsets.UTF_8);
                return World.of(BlockReader.value(
                        json,
                        World.Snapshot.class,
                        "the world of segment " + segment.id() + " by failoverd "
                                + segment.run().version()));
            }
        }
    }

    /** Tells the steps of a segment, in order; whether the consumer wants more. */
    public boolean read(Segment segment, Steps steps) throws SQLException, UnreadableJournal {
        try (var ahead =
                new Ahead<List<Entry>>("failoverd-replay-reader", BLOCKS_AHEAD, room -> unpack(segment, room))) {
            for (List<Entry> block = ahead.next(); block != null; block = ahead.next()) {
                for (Entry entry : block) {
                    if (!steps.accept(entry)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException unread -> throw unread;
                case UnreadableJournal unread -> throw unread;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Makes the steps of a segment, a block at a time, until there are no more or nobody wants them. */
    private void unpack(Segment segment, Ahead.Room<List<Entry>> room) throws SQLException, UnreadableJournal {
        long from = segment.firstSeq();
        List<byte[]> blocks = blocks(segment, from);
        while (!blocks.isEmpty()) {
            for (byte[] block : blocks) {
                long first = from;
                List<Entry> fresh = entries(segment, block).stream()
                        .dropWhile(entry -> entry.seq() < first)
                        .toList();
                if (fresh.isEmpty()) {
                    throw new UnreadableJournal("segment " + segment.id() + " lacks step " + from);
                }
                if (!room.put(fresh)) {
                    return;
                }
                from = fresh.getLast().seq() + 1;
            }
            blocks = blocks(segment, from);
        }
    }

    private static List<Entry> entries(Segment segment, byte[] block) throws UnreadableJournal {
        try {
            return BlockReader.read(block);
        } catch (UnreadableJournal e) {
            throw new UnreadableJournal(
                    "segment " + segment.id() + ", written by failoverd "
                            + segment.run().version() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The next blocks of a segment that hold a step from {@code from} on. */
    private List<byte[]> blocks(Segment segment, long from) throws SQLException {
        List<byte[]> blocks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT body FROM blocks WHERE segment = ?"
                + " AND first_seq + steps > ? AND first_seq >= ? ORDER BY first_seq LIMIT ?")) {
            select.setLong(1, segment.id());
            select.setLong(2, from);
            select.setLong(3, from - JournalLimits.MOST_STEPS);
            select.setInt(4, BLOCKS_AT_ONCE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    blocks.add(rows.getBytes(1));
                }
            }
        }
        return blocks;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
