package io.failoverd.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.health.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory that the first version left behind goes on: what it did not know has a sensible value. */
class MigrationTest {
    /** The tables of version 1 that a start reads, and a removed endpoint. */
    private static final List<String> VERSION_1 = List.of(
            """
            CREATE TABLE daemon (
              one                  INTEGER PRIMARY KEY CHECK (one = 1),
              node                 TEXT NOT NULL,
              alive_at             TEXT NOT NULL,
              generations_reserved INTEGER NOT NULL
            ) STRICT""",
            """
            CREATE TABLE endpoints (
              service TEXT NOT NULL, endpoint TEXT NOT NULL, address TEXT NOT NULL, health TEXT NOT NULL,
              since TEXT NOT NULL, condemned_by TEXT NOT NULL, repeats INTEGER NOT NULL, held_until TEXT,
              hold_length TEXT NOT NULL, clean_since TEXT, seen_up INTEGER NOT NULL, removed_open INTEGER NOT NULL,
              withheld_open INTEGER NOT NULL, degraded_open INTEGER NOT NULL, override_mode TEXT,
              override_since TEXT, override_until TEXT, override_length TEXT, override_by TEXT, override_note TEXT,
              PRIMARY KEY (service, endpoint)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE services (
              service TEXT PRIMARY KEY, generation INTEGER NOT NULL, answer TEXT NOT NULL, changed_at TEXT NOT NULL,
              all_down_open INTEGER NOT NULL, last_healthy TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE decisions (
              seq INTEGER PRIMARY KEY, service TEXT NOT NULL, generation INTEGER NOT NULL, at INTEGER NOT NULL,
              condition TEXT NOT NULL, answer TEXT NOT NULL, ttl_s INTEGER NOT NULL, ttl_why TEXT NOT NULL,
              changed_at TEXT NOT NULL, members TEXT NOT NULL
            ) STRICT""",
            "CREATE INDEX decisions_of_a_service ON decisions (service, seq)",
            """
            CREATE TABLE outbox (
              seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, channel TEXT NOT NULL, incident TEXT NOT NULL,
              body TEXT NOT NULL, created INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL,
              last_error TEXT, state TEXT NOT NULL CHECK (state IN ('pending', 'dead')), UNIQUE (id, channel)
            ) STRICT""",
            """
            INSERT INTO daemon VALUES (1, 'bastion-1', '2026-11-22T12:00:00Z', 2000)""",
            """
            INSERT INTO endpoints VALUES ('www.example.com', 'a', '203.0.113.1', 'DOWN', '2026-11-22T11:59:00Z',
              '3 of 3 probes refused in 1.0 s', 2, '2026-11-22T12:01:00Z', 'PT2M', NULL, 1, 1, 0, 0,
              NULL, NULL, NULL, NULL, NULL, NULL)""",
            """
            INSERT INTO services VALUES ('www.example.com', 17, '["203.0.113.2"]', '2026-11-22T11:59:00Z', 0,
              '["a","b"]')""",
            "PRAGMA user_version = 1");

    @TempDir
    private Path state;

    @Test
    void aDirectoryOfTheFirstVersionIsReadOn() throws Exception {
        Files.createDirectories(state);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve(Database.FILE));
                Statement statement = connection.createStatement()) {
            for (String sql : VERSION_1) {
                statement.execute(sql);
            }
            assertThat(Schema.check(connection, false))
                    .as("a large file is looked at before it is migrated")
                    .isEqualTo("ok");
        }
        try (StateStore store = StateStoreTest.opened(StateStore.open(state, "bastion-1"))) {
            Memory memory = store.load();
            EndpointMemory endpoint = memory.endpoints().getFirst();
            ServiceMemory service = memory.services().getFirst();

            assertThat(endpoint.health()).isEqualTo(Health.DOWN);
            assertThat(endpoint.repeats()).isEqualTo(2);
            assertThat(endpoint.carriedOut())
                    .as("the first version carried every verdict out")
                    .isTrue();
            assertThat(endpoint.awaitsResume()).isFalse();
            assertThat(endpoint.ramp()).isNull();
            assertThat(service.generation()).isEqualTo(17);
            assertThat(service.freeze()).isNull();
            assertThat(service.lastRemoval()).isNull();
            assertThat(memory.common()).isEqualTo(CommonMemory.NONE);
            assertThat(memory.generationsReserved()).isEqualTo(2000);
        }
    }
}
