package io.failoverd.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.core.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only or damaged, and time that passes. */
class StateStoreTroubleTest {
    private static final StoreLimits LIMITS = new StoreLimits(
            5,
            50,
            Duration.ofDays(14),
            256 << 10,
            3,
            20,
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(20));

    @TempDir
    Path temp;

    private final AtomicReference<List<String>> pragmas = new AtomicReference<>(List.of());
    private final AtomicReference<Instant> now = new AtomicReference<>(Batches.T0);

    private Path dir() {
        return temp.resolve("state");
    }

    private StateStore.Opening.Opened open() {
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        StateStore.Settings settings = new StateStore.Settings(LIMITS, clock, pragmas::get);
        return switch (StateStore.open(dir(), "bastion-1", settings)) {
            case StateStore.Opening.Opened opened -> opened;
            case StateStore.Opening.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir().resolve(Database.FILE))) {
            return Schema.number(connection, sql);
        }
    }

    private static OutboxRow alert(int i) {
        return OutboxRow.first("id-" + i, "ops", "incident", "{\"i\":" + i + "}", Batches.T0);
    }

    private static Batch decisions(int from, int count) {
        return new Batch(
                Batches.T0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                IntStream.range(from, from + count)
                        .mapToObj(i -> Batches.decision("www.example.com", i))
                        .toList(),
                List.of());
    }

    @Test
    void readOnlyDiskHoldsUpNobodyAndLosesNoAlertWithinTheBound() throws Exception {
        open().store().close();
        pragmas.set(List.of("PRAGMA query_only = ON"));
        Model model = new Model();
        try (StateStore store = open().store()) {
            List<OutboxRow> told = new CopyOnWriteArrayList<>();
            store.onAlertSettled(told::addAll);
            Batches batches = new Batches(1);
            for (int i = 0; i < 200; i++) {
                Batch step = batches.next();
                Batch state = new Batch(
                        step.at(),
                        step.endpoints(),
                        step.forgottenEndpoints(),
                        step.services(),
                        step.forgottenServices(),
                        step.common(),
                        List.of(),
                        i < 8 ? List.of(alert(i)) : List.of());
                store.write(state);
                model.apply(state);
            }
            var durable = store.reserveGenerations(1_000);
            soon().until(() -> !store.health().ok() && told.size() >= LIMITS.waitingAlerts());
            assertThat(durable.toCompletableFuture()).isNotDone();
            assertThat(store.health().lastError()).contains("READONLY");
            assertThat(store.health().alertsUnkept()).isEqualTo(3);
            // One that is delivered meanwhile makes room for another.
            store.delete(alert(0).key());
            store.write(Batch.ofAlerts(Batches.T0, List.of(alert(100))));
            pragmas.set(List.of());
            durable.toCompletableFuture().get(30, TimeUnit.SECONDS);
            soon().until(() -> store.health().ok() && store.health().waiting() == 0);
        }
        try (StateStore reopened = open().store()) {
            assertThat(reopened.load().endpoints()).isEqualTo(model.endpoints());
            assertThat(reopened.load().services()).isEqualTo(model.services());
            assertThat(reopened.load().generationsReserved()).isEqualTo(1_000);
            assertThat(reopened.takePending()).containsExactly(alert(1), alert(2), alert(3), alert(4), alert(100));
        }
    }

    @Test
    void fullDiskStopsTheDecisionsFirstAndStateTakesTheirRoom() throws Exception {
        pragmas.set(List.of("PRAGMA max_page_count = 30"));
        Model model = new Model();
        try (StateStore store = open().store()) {
            for (int i = 0; i < 40; i++) {
                store.write(decisions(i * 20, 20)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
            soon().until(() -> store.health().decisionsDropped() > 0);
            Batches batches = new Batches(2);
            for (int i = 0; i < 100; i++) {
                Batch step = batches.next();
                Batch state = new Batch(
                        step.at(),
                        step.endpoints(),
                        List.of(),
                        step.services(),
                        List.of(),
                        step.common(),
                        List.of(),
                        List.of());
                store.write(state).toCompletableFuture().get(30, TimeUnit.SECONDS);
                model.apply(state);
            }
            assertThat(store.health().ok()).isTrue();
        }
        pragmas.set(List.of());
        try (StateStore reopened = open().store()) {
            assertThat(reopened.load().endpoints()).isEqualTo(model.endpoints());
            assertThat(reopened.load().services()).isEqualTo(model.services());
        }
    }

    @Test
    void fullDiskThatIsFreedTakesWhatWaited() throws Exception {
        pragmas.set(List.of("PRAGMA max_page_count = 30"));
        try (StateStore store = open().store()) {
            String large = "x".repeat(200_000);
            OutboxRow row = OutboxRow.first("large", "ops", "incident", large, Batches.T0);
            var durable = store.write(Batch.ofAlerts(Batches.T0, List.of(row)));
            soon().until(() -> !store.health().ok() && store.health().decisionsPaused());
            assertThat(store.health().waiting()).isPositive();
            pragmas.set(List.of("PRAGMA max_page_count = 3000"));
            durable.toCompletableFuture().get(30, TimeUnit.SECONDS);
            soon().until(() -> store.health().ok() && !store.health().decisionsPaused());
            store.write(decisions(0, 1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(number("SELECT count(*) FROM decisions")).isEqualTo(1);
        }
    }

    /** As on a disk without a free block; a directory in its place does the same to the log's shared memory. */
    @Test
    void diskTooFullForTheSharedMemoryOfTheLogDoesNotKeepUsFromStarting() throws Exception {
        try (StateStore store = open().store()) {
            store.reserveGenerations(7_000).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        Path inTheWay = Files.createDirectory(dir().resolve(Database.FILE + "-shm"));
        StateStore.Opening.Opened opened = open();
        try (StateStore store = opened.store()) {
            assertThat(opened.lost()).isEmpty();
            assertThat(store.load().generationsReserved()).isEqualTo(7_000);
            var durable = store.reserveGenerations(8_000);
            soon().until(() -> !store.health().ok());
            Files.delete(inTheWay);
            durable.toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        try (StateStore store = open().store()) {
            assertThat(store.load().generationsReserved()).isEqualTo(8_000);
        }
    }

    @Test
    void timeWeWereLastAliveIsWrittenWithoutAnyChange() throws Exception {
        try (StateStore store = open().store()) {
            for (int i = 1; i <= 3; i++) {
                Instant later = now.updateAndGet(t -> t.plusSeconds(10));
                soon().until(() -> number("SELECT alive_at = '" + later + "' FROM daemon") == 1);
            }
            assertThat(store.health().ok()).isTrue();
        }
        assertThat(open().store().load().aliveAt()).isEqualTo(now.get());
    }

    @Test
    void decisionsGoByAgeAndBySizeTheOldestFirstAndDeadAlertsToo() throws Exception {
        try (StateStore store = open().store()) {
            for (int i = 0; i < 80; i++) {
                store.write(decisions(i * 50, 50)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
            soon().until(() -> number("SELECT min(seq) FROM decisions") > 1);
            soon().until(() -> store.health().bytes() < 2L * LIMITS.databaseBytes());
            assertThat(number("SELECT max(generation) FROM decisions")).isEqualTo(3_999);
            List<OutboxRow> alerts =
                    IntStream.range(0, 5).mapToObj(StateStoreTroubleTest::alert).toList();
            store.write(Batch.ofAlerts(Batches.T0, alerts))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            alerts.subList(0, 4).forEach(row -> store.update(row.given("answered 400, 8 times", now.get())));
            soon().until(() -> number("SELECT count(*) FROM outbox WHERE state = 'dead'") == LIMITS.deadAlerts());
            now.set(Batches.T0.plus(Duration.ofDays(15)));
            soon().until(() -> number("SELECT count(*) FROM decisions") == 0);
            soon().until(() -> number("SELECT count(*) FROM outbox") == 1);
        }
    }

    private interface Damage {
        void to(Path file) throws IOException, SQLException;
    }

    private record Case(String what, Damage damage) {}

    private static void overwrite(Path file, long from, long until) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] noise = new byte[(int) (until - from)];
            Arrays.fill(noise, (byte) 0xA5);
            channel.write(ByteBuffer.wrap(noise), from);
        }
    }

    private static void sql(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void databaseThatCannotBeReadIsMovedAsideAndTheStartIsCold() throws Exception {
        List<Case> cases = List.of(
                new Case("another file", file -> Files.writeString(file, "this is no database\n".repeat(1_000))),
                new Case("a header of noise", file -> overwrite(file, 0, 100)),
                new Case("cut in half", file -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                }),
                new Case("noise in its pages", file -> overwrite(file, 4_096, Files.size(file))),
                new Case("a health nobody knows", file -> sql(file, "UPDATE endpoints SET health = 'FINE'")),
                new Case("an answer that is cut off", file -> sql(file, "UPDATE services SET answer = '[\"192.0.2.1'")),
                new Case("an answer of numbers", file -> sql(file, "UPDATE services SET answer = '[1]'")),
                new Case(
                        "a stage nobody knows", file -> sql(file, "UPDATE services SET unpublished = '{\"p\":\"X\"}'")),
                new Case("an address that is none", file -> sql(file, "UPDATE endpoints SET address = 'localhost'")));
        Path file = dir().resolve(Database.FILE);
        List<Path> aside = new ArrayList<>();
        for (Case c : cases) {
            now.updateAndGet(t -> t.plusSeconds(1));
            try (StateStore store = open().store()) {
                Batches batches = new Batches(3);
                IntStream.range(0, 200).forEach(i -> store.write(batches.next()));
            }
            c.damage.to(file);
            byte[] damaged = Files.readAllBytes(file);
            StateStore.Opening.Opened opened = open();
            try (StateStore store = opened.store()) {
                assertThat(opened.lost()).as(c.what).isPresent();
                StateStore.MovedAside lost = opened.lost().get();
                assertThat(lost.to()).as(c.what).hasBinaryContent(damaged);
                assertThat(lost.to().getFileName().toString()).startsWith("failoverd.db.unreadable-2026");
                assertThat(lost.summary()).contains(lost.to().toString());
                aside.add(lost.to());
                assertThat(store.load()).as(c.what).isEqualTo(Memory.NONE);
                store.reserveGenerations(1).toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(aside).doesNotHaveDuplicates();
    }

    @Test
    void databaseOfANewerFailoverdIsLeftAsItIs() throws Exception {
        open().store().close();
        sql(dir().resolve(Database.FILE), "PRAGMA user_version = 99");
        StateStore.Opening opening = StateStore.open(dir(), "bastion-1");
        assertThat(opening).isInstanceOf(StateStore.Opening.Refused.class);
        assertThat(((StateStore.Opening.Refused) opening).message())
                .isEqualTo(dir().toRealPath().resolve(Database.FILE)
                        + " has version 99 and this failoverd knows up to " + Schema.VERSION
                        + ": install the newer failoverd again,"
                        + " or move the file away");
        assertThat(number("PRAGMA user_version")).isEqualTo(99);
        // Refused, it has let go of the directory.
        sql(dir().resolve(Database.FILE), "PRAGMA user_version = " + Schema.VERSION);
        open().store().close();
    }
}
