package io.failoverd.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    /** A little later than the batches, so that nothing is pruned by its age. */
    private static final Instant NOW = Batches.T0.plusSeconds(7_200);

    static final StateStore.Settings SETTINGS =
            new StateStore.Settings(StoreLimits.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC), List::of);

    @TempDir
    Path temp;

    private Path dir() {
        return temp.resolve("state");
    }

    private StateStore open() {
        return opened(StateStore.open(dir(), "bastion-1", SETTINGS));
    }

    static StateStore opened(StateStore.Opening opening) {
        return switch (opening) {
            case StateStore.Opening.Opened o -> o.store();
            case StateStore.Opening.Refused r -> throw new AssertionError(r.message());
        };
    }

    private static void awaitDurable(CompletionStage<Void> durable)
            throws InterruptedException, ExecutionException, TimeoutException {
        durable.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir().resolve(Database.FILE))) {
            return Schema.number(connection, sql);
        }
    }

    @Test
    void firstStartIsCold() throws IOException {
        try (StateStore store = open()) {
            assertThat(store.load()).isEqualTo(Memory.NONE);
            assertThat(store.takePending()).isEmpty();
            assertThat(store.health().ok()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void thousandRandomStepsReadBackAsTheModelHasThem() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            Model model = new Model();
            Batches batches = new Batches(seed);
            Random random = new Random(seed);
            StateStore store = open();
            Memory found = store.load();
            // Each seed begins with an empty directory.
            assertThat(found.endpoints()).isEmpty();
            for (int step = 0; step < 1_000; step++) {
                Batch batch = batches.next();
                CompletionStage<Void> durable = store.write(batch);
                model.apply(batch);
                outboxStep(store, model, random);
                if (random.nextInt(50) == 0) {
                    model.generations += 1_000;
                    durable = store.reserveGenerations(model.generations);
                }
                if (random.nextInt(20) == 0) {
                    awaitDurable(durable);
                }
                if (random.nextInt(200) == 0) {
                    store.close();
                    store = open();
                    compare(seed, store, model);
                }
            }
            store.close();
            try (StateStore reopened = open()) {
                compare(seed, reopened, model);
            }
            assertThat(count("SELECT count(*) FROM decisions")).isEqualTo(model.decisions);
            assertThat(count("SELECT count(*) FROM outbox"))
                    .isEqualTo(model.outbox().size());
            try (var files = Files.list(dir())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void outboxStep(StateStore store, Model model, Random random) {
        List<OutboxRow> pending = model.pending();
        if (pending.isEmpty() || random.nextInt(3) != 0) {
            return;
        }
        OutboxRow row = pending.get(random.nextInt(pending.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                store.update(row.failed("answered 500", NOW));
                model.update(row.failed("answered 500", NOW));
            }
            case 1 -> {
                store.update(row.given("answered 400, 8 times", NOW));
                model.update(row.given("answered 400, 8 times", NOW));
            }
            default -> {
                store.delete(row.key());
                model.delete(row.key());
            }
        }
    }

    private static void compare(long seed, StateStore store, Model model) {
        Memory memory = store.load();
        assertThat(memory.endpoints()).as("seed %d", seed).isEqualTo(model.endpoints());
        assertThat(memory.services()).as("seed %d", seed).isEqualTo(model.services());
        assertThat(memory.common()).as("seed %d", seed).isEqualTo(model.common);
        assertThat(memory.generationsReserved()).isEqualTo(model.generations);
        assertThat(memory.aliveAt()).isEqualTo(NOW);
        assertThat(store.takePending()).as("seed %d", seed).isEqualTo(model.pending());
    }
}
