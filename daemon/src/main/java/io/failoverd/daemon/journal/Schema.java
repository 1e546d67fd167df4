package io.failoverd.daemon.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as a list of migrations; {@code PRAGMA user_version} counts those applied. A migration that was released
 * is never edited. Times that are given back as they came are ISO-8601 text; times that are compared are milliseconds
 * since 1970.
 */
final class Schema {
    private static final List<List<String>> MIGRATIONS = List.of(
            List.of("""
            CREATE TABLE daemon (
              one                  INTEGER PRIMARY KEY CHECK (one = 1),
              node                 TEXT NOT NULL,
              alive_at             TEXT NOT NULL,
              generations_reserved INTEGER NOT NULL
            ) STRICT""", """
            CREATE TABLE endpoints (
              service         TEXT NOT NULL,
              endpoint        TEXT NOT NULL,
              address         TEXT NOT NULL,
              health          TEXT NOT NULL,
              since           TEXT NOT NULL,
              condemned_by    TEXT NOT NULL,
              repeats         INTEGER NOT NULL,
              held_until      TEXT,
              hold_length     TEXT NOT NULL,
              clean_since     TEXT,
              seen_up         INTEGER NOT NULL,
              removed_open    INTEGER NOT NULL,
              withheld_open   INTEGER NOT NULL,
              degraded_open   INTEGER NOT NULL,
              override_mode   TEXT,
              override_since  TEXT,
              override_until  TEXT,
              override_length TEXT,
              override_by     TEXT,
              override_note   TEXT,
              PRIMARY KEY (service, endpoint)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE services (
              service       TEXT PRIMARY KEY,
              generation    INTEGER NOT NULL,
              answer        TEXT NOT NULL,
              changed_at    TEXT NOT NULL,
              all_down_open INTEGER NOT NULL,
              last_healthy  TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE decisions (
              seq        INTEGER PRIMARY KEY,
              service    TEXT NOT NULL,
              generation INTEGER NOT NULL,
              at         INTEGER NOT NULL,
              condition  TEXT NOT NULL,
              answer     TEXT NOT NULL,
              ttl_s      INTEGER NOT NULL,
              ttl_why    TEXT NOT NULL,
              changed_at TEXT NOT NULL,
              members    TEXT NOT NULL
            ) STRICT""", "CREATE INDEX decisions_of_a_service ON decisions (service, seq)", """
            CREATE TABLE outbox (
              seq        INTEGER PRIMARY KEY AUTOINCREMENT,
              id         TEXT NOT NULL,
              channel    TEXT NOT NULL,
              incident   TEXT NOT NULL,
              body       TEXT NOT NULL,
              created    INTEGER NOT NULL,
              attempts   INTEGER NOT NULL,
              next_at    INTEGER NOT NULL,
              last_error TEXT,
              state      TEXT NOT NULL CHECK (state IN ('pending', 'dead')),
              UNIQUE (id, channel)
            ) STRICT"""),
            List.of(
                    "ALTER TABLE endpoints ADD COLUMN carried_out INTEGER NOT NULL DEFAULT 1",
                    "ALTER TABLE endpoints ADD COLUMN awaits_resume INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE endpoints ADD COLUMN ramp_down INTEGER",
                    "ALTER TABLE endpoints ADD COLUMN ramp_step INTEGER",
                    "ALTER TABLE services ADD COLUMN prescale_open INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE services ADD COLUMN active_tier INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE services ADD COLUMN removal_region TEXT",
                    "ALTER TABLE services ADD COLUMN removal_at TEXT",
                    "ALTER TABLE services ADD COLUMN freeze_since TEXT",
                    "ALTER TABLE services ADD COLUMN freeze_until TEXT",
                    "ALTER TABLE services ADD COLUMN freeze_length TEXT",
                    "ALTER TABLE services ADD COLUMN freeze_by TEXT",
                    "ALTER TABLE services ADD COLUMN freeze_note TEXT"),
            List.of(
                    "ALTER TABLE services ADD COLUMN unpublished TEXT NOT NULL DEFAULT '{}'",
                    "ALTER TABLE daemon ADD COLUMN config_rejected INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE daemon ADD COLUMN isolated INTEGER NOT NULL DEFAULT 0",
                    """
            CREATE TABLE removals (
              seq     INTEGER PRIMARY KEY,
              address TEXT NOT NULL,
              at      TEXT NOT NULL
            ) STRICT"""),
            List.of("ALTER TABLE endpoints ADD COLUMN quorum_open INTEGER NOT NULL DEFAULT 0"),
            List.of("ALTER TABLE services ADD COLUMN unresolved TEXT NOT NULL DEFAULT '[]'"),
            List.of("ALTER TABLE endpoints ADD COLUMN drilled_open INTEGER NOT NULL DEFAULT 0"));

    /** The version that this program writes. */
    static final int VERSION = MIGRATIONS.size();

    /** Tables that a start needs whole; {@code decisions} can be large and is only ever appended to. */
    private static final List<String> STATE_TABLES = List.of("daemon", "endpoints", "services", "removals", "outbox");

    private Schema() {}

    static int version(Connection connection) throws SQLException {
        return (int) number(connection, "PRAGMA user_version");
    }

    /** Applies what is missing, each migration in a transaction of its own with its number. Auto-commit must be on. */
    static void migrate(Connection connection) throws SQLException {
        for (int version = version(connection); version < VERSION; version++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                for (String sql : MIGRATIONS.get(version)) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version = " + (version + 1));
                statement.execute("COMMIT");
            }
        }
    }

    /**
     * What {@code quick_check} finds wrong, or "ok".
     *
     * @param everything false for the state tables alone, whose size is that of the configuration
     */
    static String check(Connection connection, boolean everything) throws SQLException {
        if (everything) {
            return text(connection, "PRAGMA quick_check(1)");
        }
        for (String table : STATE_TABLES) {
            if (number(connection, "SELECT count(*) FROM sqlite_master WHERE name = '" + table + "'") == 0) {
                continue; // an older version has not got it yet
            }
            String found = text(connection, "PRAGMA quick_check(" + table + ")");
            if (!found.equals("ok")) {
                return found;
            }
        }
        return "ok";
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
