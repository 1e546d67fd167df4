package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void oneStuckPartSilencesThePingAndItsProgressBringsItBack() {
        var queued = new ArrayList<Runnable>();
        var ticks = new AtomicLong();
        var pings = new AtomicInteger();
        try (var watchdog = new Watchdog(
                Duration.ofSeconds(30),
                List.of(Heartbeat.loop("loop", queued::add), Heartbeat.advancing("scheduler", ticks::get)),
                pings::incrementAndGet)) {
            ticks.incrementAndGet();
            assertThat(watchdog.round())
                    .as("first round starts the measurement")
                    .isTrue();

            ticks.incrementAndGet();
            assertThat(watchdog.round()).as("the loop has not run its task").isFalse();
            assertThat(queued).as("a stuck loop is not filled with tasks").hasSize(1);

            queued.removeFirst().run();
            assertThat(watchdog.round()).as("the scheduler has not ticked").isFalse();

            queued.removeFirst().run();
            ticks.incrementAndGet();
            assertThat(watchdog.round()).isTrue();
            assertThat(pings).hasValue(2);
        }
    }

    @Test
    void aQueueIsAliveWhenIdleOrDrainingAndStuckWhenNot() {
        var accepted = new AtomicLong();
        var done = new AtomicLong();
        var engine = Heartbeat.draining("engine", accepted::get, done::get).progressed();
        assertThat(engine.getAsBoolean()).as("idle").isTrue();
        accepted.set(3);
        assertThat(engine.getAsBoolean()).as("new work, not yet due").isTrue();
        done.set(2);
        assertThat(engine.getAsBoolean())
                .as("one of three is older than a round")
                .isFalse();
        done.set(3);
        accepted.set(9);
        assertThat(engine.getAsBoolean()).as("what was due is done").isTrue();
        done.set(9);
        assertThat(engine.getAsBoolean()).isTrue();
    }

    @Test
    void aHeartbeatWithABugCountsAsStuckAndTheOthersAreStillAsked() {
        var asked = new AtomicInteger();
        var pings = new AtomicInteger();
        try (var watchdog = new Watchdog(
                Duration.ofSeconds(30),
                List.of(
                        new Heartbeat("bug", () -> {
                            throw new IllegalStateException("a bug");
                        }),
                        new Heartbeat("fine", () -> asked.incrementAndGet() > 0)),
                pings::incrementAndGet)) {
            assertThat(watchdog.round()).isFalse();
            assertThat(asked).hasValue(1);
            assertThat(pings).hasValue(0);
        }
    }

    @Test
    void aTimeoutTooShortToPingInIsRefused() {
        assertThatThrownBy(() -> new Watchdog(Duration.ofNanos(2), List.of(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The whole way: Vert.x loops, the watchdog's own thread, the socket. */
    @Test
    void systemdHearsNothingWhileAnEventLoopIsBlocked(@TempDir Path folder) throws Exception {
        String socket = folder.resolve("notify").toString();
        Vertx vertx = Vertx.vertx();
        var release = new CountDownLatch(1);
        try (var systemd = new NotifyReceiver(socket);
                var notifier = SystemdNotifier.open(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "150000"))) {
            var rounds = new AtomicInteger();
            var heartbeats = new ArrayList<>(Heartbeat.loops(vertx));
            assertThat(heartbeats).extracting(Heartbeat::name).allMatch(name -> name.startsWith("vert.x-eventloop-"));
            heartbeats.add(new Heartbeat("rounds", () -> rounds.incrementAndGet() > 0));
            try (var watchdog =
                    new Watchdog(notifier.watchdogTimeout().orElseThrow(), heartbeats, notifier::watchdogPing)) {
                watchdog.start();
                assertThat(systemd.sees("WATCHDOG=1", LIMIT))
                        .as("pings while all is well")
                        .isTrue();

                var blocked = new CountDownLatch(1);
                vertx.getOrCreateContext().runOnContext(_ -> {
                    blocked.countDown();
                    awaitUnchecked(release);
                });
                assertThat(blocked.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                // Up to two pings may still be due: one under way, one for a task that ran just before the block.
                waitForRounds(rounds, 3);
                while (systemd.next(Duration.ZERO) != null) {
                    // forget what was sent before
                }
                waitForRounds(rounds, 5);
                assertThat(systemd.next(Duration.ZERO))
                        .as("silence while a loop is blocked")
                        .isNull();

                release.countDown();
                assertThat(systemd.sees("WATCHDOG=1", LIMIT)).as("pings again").isTrue();
            }
        } finally {
            release.countDown();
            vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void waitForRounds(AtomicInteger rounds, int more) {
        int target = rounds.get() + more;
        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() >= target);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
