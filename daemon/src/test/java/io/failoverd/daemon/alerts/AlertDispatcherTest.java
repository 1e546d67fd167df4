package io.failoverd.daemon.alerts;

import static io.failoverd.daemon.alerts.WebhookReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.alerts.WebhookReceiver.Answer;
import io.failoverd.daemon.alerts.WebhookReceiver.Received;
import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.journal.Batch;
import io.failoverd.daemon.journal.OutboxRow;
import io.failoverd.daemon.journal.StateStore;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries over real sockets on loopback, with waits of milliseconds. */
class AlertDispatcherTest {
    private static final DeliveryPolicy FAST = new DeliveryPolicy(
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            3,
            Duration.ofSeconds(20),
            5,
            Duration.ofMillis(200));

    /** Where the timeout is what is tested. */
    private static final DeliveryPolicy SHORT = new DeliveryPolicy(
            FAST.firstWait(),
            FAST.longestWait(),
            FAST.retryAfterCap(),
            FAST.giveUpAfter(),
            FAST.rejectionsAllowed(),
            Duration.ofMillis(500),
            FAST.pendingLimit(),
            FAST.diskPatience());

    @TempDir
    Path temp;

    private Vertx vertx;
    private StateStore store;
    private AlertDispatcher dispatcher;

    @BeforeEach
    void openStore() {
        vertx = Vertx.vertx();
        reopen();
    }

    @AfterEach
    void closeAll() {
        if (dispatcher != null) {
            dispatcher.close().await();
        }
        store.close();
        vertx.close().await();
    }

    private void reopen() {
        store = switch (StateStore.open(temp.resolve("state"), "bastion-1")) {
            case StateStore.Opening.Opened opened -> opened.store();
            case StateStore.Opening.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private void start(AlertChannel... channels) {
        start(FAST, Clock.systemUTC(), channels);
    }

    private void start(DeliveryPolicy policy, Clock clock, AlertChannel... channels) {
        dispatcher = new AlertDispatcher(vertx, store, "bastion-1", List.of(channels), policy, clock);
    }

    /** As a daemon that ends and starts again. */
    private void restart(AlertChannel... channels) {
        dispatcher.close().await();
        store.close();
        reopen();
        start(channels);
    }

    private List<OutboxRow> raise(String summary) {
        Alert alert = new Alert(
                AlertType.ADDRESS_REMOVED,
                true,
                "www.gslb.example.com",
                "hangzhou",
                "cn-hangzhou",
                null,
                null,
                summary,
                List.of(),
                List.of(),
                1,
                Instant.now());
        List<OutboxRow> rows = dispatcher.raise(alert);
        store.write(Batch.ofAlerts(alert.at(), rows));
        return rows;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    private AlertSnapshot.Channel channel() {
        return dispatcher.snapshot().channels().getFirst();
    }

    private WebhookReceiver receiver(Answer... script) {
        return new WebhookReceiver(vertx).answers(script);
    }

    @Test
    void deliversSignedToEveryChannelAndForgetsTheRows() {
        WebhookReceiver a = receiver();
        WebhookReceiver b = receiver();
        start(a.channel("a"), b.channel("b"));
        List<OutboxRow> rows = raise("gone");
        soon().until(() -> dispatcher.snapshot().channels().stream().allMatch(c -> c.delivered() == 1));
        for (Received got : List.of(a.received.getFirst(), b.received.getFirst())) {
            assertThat(got.verdict()).isEqualTo(StandardWebhooks.Verdict.VALID);
            assertThat(got.body()).isEqualTo(rows.getFirst().body());
            assertThat(got.id()).isEqualTo(rows.getFirst().id());
            assertThat(got.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
        }
        restart(a.channel("a"), b.channel("b"));
        raise("next");
        soon().until(() -> a.received.size() == 2 && b.received.size() == 2);
        assertThat(a.summaries()).containsExactly("gone", "next");
    }

    @Test
    void whateverFailsIsRepeatedWithTheSameIdAndBodyUntilItIsTaken() {
        Answer[] failures = {
            status(500),
            status(301, "location", "http://127.0.0.1:1/"),
            status(404),
            new Answer.Close(),
            status(429),
            status(503, "retry-after", "soon"),
            status(302)
        };
        WebhookReceiver receiver = receiver(failures);
        start(receiver.channel("ops"));
        raise("gone");
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.received).hasSize(failures.length + 1);
        assertThat(receiver.received.stream().map(Received::id).distinct()).hasSize(1);
        assertThat(receiver.received.stream().map(Received::body).distinct()).hasSize(1);
        assertThat(receiver.received).allMatch(got -> got.verdict() == StandardWebhooks.Verdict.VALID);
        assertThat(channel().failedAttempts()).isEqualTo(failures.length);
        assertThat(channel().depth()).isZero();
        assertThat(channel().lastError()).isNull();
    }

    @Test
    void deliversInOrderThoughTheFirstFailsAtFirst() {
        WebhookReceiver receiver = receiver(status(500), status(500), new Answer.Close());
        start(receiver.channel("ops"));
        List<String> raised = Stream.of("removed", "restored", "removed again").toList();
        raised.forEach(this::raise);
        soon().until(() -> channel().delivered() == 3);
        assertThat(receiver.summaries())
                .containsExactly("removed", "removed", "removed", "removed", "restored", "removed again");
    }

    @Test
    void retryAfterIsObeyedAndCapped() {
        WebhookReceiver receiver = receiver(status(429, "retry-after", "1"), status(503, "retry-after", "86400"));
        start(receiver.channel("ops"));
        raise("gone");
        soon().until(() -> channel().delivered() == 1);
        for (int i = 1; i <= 2; i++) {
            long waited = receiver.received.get(i).nanos()
                    - receiver.received.get(i - 1).nanos();
            assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(Duration.ofMillis(950));
        }
    }

    @Test
    void goneDisablesTheChannelUntilAReload() {
        WebhookReceiver receiver = receiver(status(410));
        start(receiver.channel("ops"));
        raise("first");
        soon().until(() -> channel().disabled());
        assertThat(raise("second")).isEmpty();
        assertThat(channel().discarded()).isEqualTo(1);
        assertThat(channel().depth()).isEqualTo(1);
        dispatcher.channels(List.of(receiver.channel("ops")));
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.summaries()).containsExactly("first", "first");
        assertThat(channel().disabled()).isFalse();
    }

    @Test
    void alertThatIsAlwaysRefusedIsGivenUpAndTheNextGetsThrough() {
        WebhookReceiver receiver = receiver(status(400), status(400), status(413));
        start(receiver.channel("ops"));
        raise("poison");
        raise("good");
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.summaries()).containsExactly("poison", "poison", "poison", "good");
        assertThat(channel().dead()).isEqualTo(1);
        restart(receiver.channel("ops"));
        raise("after the restart");
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.summaries()).endsWith("good", "after the restart");
    }

    @Test
    void restartResumesWhatIsPendingInOrderWithTheSameIds() {
        WebhookReceiver receiver = receiver();
        AlertChannel unreachable = new AlertChannel("ops", URI.create("http://127.0.0.1:1/"), null);
        start(unreachable);
        List<String> ids = Stream.of("one", "two", "three")
                .map(summary -> raise(summary).getFirst().id())
                .toList();
        soon().until(() -> channel().failedAttempts() >= 2 && channel().depth() == 3);
        restart(receiver.channel("ops"));
        soon().until(() -> channel().delivered() == 3);
        assertThat(receiver.summaries()).containsExactly("one", "two", "three");
        assertThat(receiver.received.stream().map(Received::id)).containsExactlyElementsOf(ids);
    }

    @Test
    void clockThatJumpsByYearsDelaysNothingAndGivesNothingUp() {
        WebhookReceiver receiver = receiver();
        AlertChannel unreachable = new AlertChannel("ops", URI.create("http://127.0.0.1:1/"), null);
        start(FAST, Clock.offset(Clock.systemUTC(), Duration.ofDays(3_650)), unreachable);
        raise("from the future");
        soon().until(() -> channel().failedAttempts() >= 2);
        dispatcher.close().await();
        start(FAST, Clock.offset(Clock.systemUTC(), Duration.ofDays(-3_650)), unreachable);
        raise("from the past");
        soon().until(() -> channel().failedAttempts() >= 2);
        restart(receiver.channel("ops"));
        soon().until(() -> channel().delivered() == 2);
        assertThat(receiver.summaries()).containsExactly("from the future", "from the past");
    }

    @Test
    void oldAlertIsGivenUpAfterOneMoreAttempt() {
        WebhookReceiver receiver = receiver(status(500));
        DeliveryPolicy impatient = new DeliveryPolicy(
                FAST.firstWait(),
                FAST.longestWait(),
                FAST.retryAfterCap(),
                Duration.ZERO,
                FAST.rejectionsAllowed(),
                FAST.timeout(),
                FAST.pendingLimit(),
                FAST.diskPatience());
        start(impatient, Clock.systemUTC(), receiver.channel("ops"));
        raise("old");
        soon().until(() -> channel().dead() == 1);
        raise("new");
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.summaries()).containsExactly("old", "new");
    }

    @Test
    void reloadDropsTheRowsOfAChannelThatIsGoneAndLeavesTheOthers() {
        WebhookReceiver kept = receiver(status(500));
        WebhookReceiver late = receiver();
        AlertChannel unreachable = new AlertChannel("gone", URI.create("http://127.0.0.1:1/"), null);
        start(kept.channel("kept"), unreachable);
        raise("gone");
        soon().until(() -> kept.received.size() == 2);
        dispatcher.channels(List.of(kept.channel("kept"), late.channel("late")));
        raise("next");
        soon().until(() -> late.received.size() == 1 && kept.received.size() == 3);
        assertThat(dispatcher.snapshot().channels())
                .extracting(AlertSnapshot.Channel::name)
                .containsExactly("kept", "late");
        dispatcher.close().await();
        store.close();
        reopen();
        assertThat(store.takePending()).isEmpty();
    }

    @Test
    void moreAlertsThanTheBoundAreGivenUpAndSaid() {
        AlertChannel unreachable = new AlertChannel("ops", URI.create("http://127.0.0.1:1/"), null);
        start(unreachable);
        IntStream.range(0, 8).forEach(i -> raise("alert " + i));
        soon().until(() -> channel().dead() == 3);
        assertThat(channel().depth()).isEqualTo(5);
        assertThat(channel().oldestPending()).isPositive();
        assertThat(channel().url()).isEqualTo("http://127.0.0.1:1/…");
    }

    @Test
    void answerThatNeverEndsIsADeliveryAndHoldsUpNothing() {
        WebhookReceiver receiver = receiver(new Answer.Drip());
        start(SHORT, Clock.systemUTC(), receiver.channel("ops"));
        raise("one");
        raise("two");
        soon().until(() -> channel().delivered() == 2 && receiver.cutOff.get() == 1);
        assertThat(receiver.summaries()).startsWith("one").endsWith("two");
    }

    @Test
    void receiverThatHangsIsCutOffAtTheTimeoutAndAskedAgain() {
        WebhookReceiver receiver = receiver(new Answer.Hang());
        start(SHORT, Clock.systemUTC(), receiver.channel("ops"));
        raise("gone");
        soon().until(() -> channel().delivered() == 1 && receiver.cutOff.get() == 1);
        assertThat(channel().failedAttempts()).isPositive();
        assertThat(receiver.received.stream().map(Received::id).distinct()).hasSize(1);
    }

    @Test
    void rowThatNobodyWritesIsSentFromMemory() {
        WebhookReceiver receiver = receiver();
        start(receiver.channel("ops"));
        dispatcher.raise(new Alert(
                AlertType.CONFIG_REJECTED,
                true,
                null,
                null,
                null,
                null,
                null,
                "no disk",
                List.of(),
                List.of(),
                0,
                Instant.now()));
        soon().until(() -> channel().delivered() == 1);
    }

    @Test
    void withoutAChannelAnAlertIsOnlyLogged() {
        start();
        assertThat(raise("gone")).isEmpty();
        assertThat(dispatcher.snapshot().channels()).isEmpty();
    }

    /** Signatures are checked against a clock that the two need not share exactly. */
    @Test
    void timestampIsThatOfTheAttempt() {
        WebhookReceiver receiver = receiver();
        Instant then = Instant.ofEpochSecond(1_614_265_330);
        start(FAST, Clock.fixed(then, ZoneId.of("UTC")), receiver.channel("ops"));
        raise("gone");
        soon().until(() -> channel().delivered() == 1);
        assertThat(receiver.received.getFirst().timestamp()).isEqualTo("1614265330");
        assertThat(receiver.received.getFirst().verdict()).isEqualTo(StandardWebhooks.Verdict.TOO_OLD);
    }
}
