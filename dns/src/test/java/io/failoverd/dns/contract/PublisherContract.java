package io.failoverd.dns.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.contract.Stage.Trouble;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.publish.RemotePublisher;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every publisher to a remote target, whatever the provider. */
public abstract class PublisherContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<PublishEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Stage stage;
    private RemotePublisher publisher;
    private long generation;

    protected abstract Stage stage() throws Exception;

    @BeforeEach
    void open() throws Exception {
        stage = stage();
    }

    @AfterEach
    void close() throws Exception {
        if (publisher != null) {
            RemotePublisher last = publisher;
            stage.surroundings().start("closer", last::close);
            assertThat(stage.until(() -> !last.status().running(), SOON))
                    .as("it stops")
                    .isTrue();
        }
        stage.close();
    }

    private void publisher(boolean repair, Duration drift) {
        publisher = new RemotePublisher(
                "contract",
                stage.provider(),
                List.of(stage.name()),
                new PublishLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(50),
                        drift,
                        repair,
                        4,
                        10,
                        Duration.ofSeconds(2)),
                stage.surroundings(),
                events::add);
        publisher.start();
    }

    private void publisher() {
        publisher(false, Duration.ZERO);
    }

    /** "A B 6" as addresses; F is the foreign one. */
    private List<InetAddress> addresses(String letters) {
        return Stream.of(letters.split(" "))
                .filter(letter -> !letter.isEmpty())
                .map(letter -> letter.equals("F")
                        ? stage.foreign()
                        : stage.name().addresses().get("AB6".indexOf(letter)))
                .toList();
    }

    private DesiredRecords desired(String letters) {
        return DesiredRecords.of(
                stage.name().name(), ++generation, Duration.ofSeconds(30), addresses(letters), Instant.EPOCH);
    }

    private PublishOutcome told(Future<PublishOutcome> future) {
        assertThat(stage.until(future::isComplete, SOON))
                .as("the outcome is told")
                .isTrue();
        return future.result();
    }

    private void applied(Future<PublishOutcome> future) {
        assertThat(told(future)).isEqualTo(new PublishOutcome.Applied(generation));
    }

    private NameStatus status() {
        return publisher.status().names().getFirst();
    }

    private void holds(String letters) throws Exception {
        assertThat(stage.enabled()).containsExactlyInAnyOrderElementsOf(addresses(letters));
        assertThat(stage.everEmpty()).as("it answered nothing for a while").isFalse();
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "A B, A, true",
        "A B, B, true",
        "A, A B, true",
        "A, B, true",
        "A B 6, B, true",
        "A, A 6, true",
        "6, A, true",
        "A B 6, A B 6, false",
        "6 A, A 6, false",
        "F A, F A B, true",
        "F A, F B, true",
    })
    void the_target_comes_to_hold_what_was_decided(String before, String after, boolean writes) throws Exception {
        stage.hold(addresses(before));
        publisher();
        applied(publisher.publish(desired(after.replace("F ", ""))));
        holds(after);
        assertThat(stage.writes() > 0).as("it wrote").isEqualTo(writes);
        assertThat(stage.until(() -> status().verified() == generation, SOON))
                .as("its name servers were asked: %s", status())
                .isTrue();
        assertThat(status().lastError()).isEmpty();
        assertThat(status().drift().foreign()).hasSize(before.contains("F") ? 1 : 0);
    }

    @Test
    void a_new_ttl_alone_neither_writes_nor_reads() throws Exception {
        stage.hold(addresses("A B"));
        publisher();
        applied(publisher.publish(desired("A B")));
        applied(publisher.publish(desired("B A")));
        assertThat(stage.writes()).isZero();
        assertThat(status().published()).isEqualTo(2);
    }

    @Test
    void what_is_older_or_empty_or_not_ours_is_not_done() throws Exception {
        stage.hold(addresses("A B"));
        publisher();
        DesiredRecords old = desired("A");
        applied(publisher.publish(desired("A B")));
        assertThat(told(publisher.publish(old))).isEqualTo(new PublishOutcome.Superseded(1, 2));
        assertThat(told(publisher.publish(desired("")))).isInstanceOf(PublishOutcome.Refused.class);
        var other = DesiredRecords.of("other." + stage.name().name(), 9, Duration.ZERO, addresses("A"), Instant.EPOCH);
        assertThat(told(publisher.publish(other))).isInstanceOf(PublishOutcome.Refused.class);
        assertThat(stage.writes()).isZero();
        holds("A B");
    }

    @Test
    void of_decisions_that_come_faster_than_the_target_takes_them_the_last_one_counts() throws Exception {
        stage.hold(addresses("A B 6"));
        publisher();
        var futures = new ArrayList<Future<PublishOutcome>>();
        for (String each : List.of("A", "B", "A B", "6", "A 6")) {
            futures.add(publisher.publish(desired(each)));
        }
        applied(futures.getLast());
        holds("A 6");
        for (Future<PublishOutcome> each : futures.subList(0, 4)) {
            assertThat(told(each)).isInstanceOfAny(PublishOutcome.Superseded.class, PublishOutcome.Applied.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void trouble_is_got_over(Trouble trouble) throws Exception {
        stage.hold(addresses("A B"));
        publisher();
        stage.trouble(trouble);
        applied(publisher.publish(desired("A")));
        holds("A");
        assertThat(stage.writes()).as("done once").isEqualTo(1);
        assertThat(events).anyMatch(PublishEvent.Retrying.class::isInstance);
    }

    @Test
    void a_hanging_target_delays_nobody_who_publishes_and_nobody_who_looks() throws Exception {
        stage.hold(addresses("A B"));
        publisher();
        stage.trouble(Trouble.READ_HANGS);
        Future<PublishOutcome> first = publisher.publish(desired("A"));
        assertThat(stage.until(
                        () -> !publisher.status().names().isEmpty()
                                && status().step().equals("reading"),
                        SOON))
                .isTrue();
        Future<PublishOutcome> second = publisher.publish(desired("B"));
        assertThat(second.isComplete()).isFalse();
        assertThat(publisher.status().callsInFlight()).isEqualTo(1);
        applied(second);
        assertThat(told(first)).isEqualTo(new PublishOutcome.Superseded(1, 2));
        holds("B");
    }

    @Test
    void what_somebody_else_changes_is_told_and_left_alone() throws Exception {
        stage.hold(addresses("A"));
        publisher(false, Duration.ofMillis(500));
        applied(publisher.publish(desired("A")));
        stage.hold(addresses("F A B"));
        assertThat(stage.until(() -> !status().drift().isEmpty(), SOON)).isTrue();
        RecordDiff drift = status().drift();
        assertThat(drift.changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.address()).isEqualTo(addresses("B").getFirst()));
        assertThat(drift.foreign())
                .singleElement()
                .satisfies(record -> assertThat(record.address()).isEqualTo(stage.foreign()));
        assertThat(stage.writes()).isZero();
        applied(publisher.publish(desired("A 6")));
        holds("F A 6");
    }

    @Test
    void what_somebody_else_changes_is_repaired_where_that_is_wanted() throws Exception {
        stage.hold(addresses("A B"));
        publisher(true, Duration.ofMillis(500));
        applied(publisher.publish(desired("A B")));
        stage.hold(addresses("F A"));
        assertThat(stage.until(
                        () -> stage.writes() == 1 && status().behindSince().isEmpty(), SOON))
                .isTrue();
        holds("F A B");
        assertThat(events).anyMatch(PublishEvent.Drifted.class::isInstance);
    }

    @Test
    void a_plan_says_what_would_be_done_and_does_nothing() throws Exception {
        stage.hold(addresses("F A"));
        publisher = new RemotePublisher(
                "plan",
                stage.provider(),
                List.of(stage.name()),
                PublishLimits.DEFAULT,
                stage.surroundings(),
                events::add);
        var plans = new ArrayList<PublishPlan>();
        DesiredRecords wanted = desired("B");
        stage.surroundings().start("plan", () -> plans.add(publisher.plan(wanted)));
        assertThat(stage.until(() -> !plans.isEmpty(), SOON)).isTrue();
        assertThat(plans.getFirst()).isInstanceOfSatisfying(PublishPlan.Changes.class, changes -> {
            assertThat(changes.diff().changes()).hasSize(2);
            assertThat(changes.diff().foreign()).hasSize(1);
        });
        holds("F A");
        assertThat(stage.writes()).isZero();
    }
}
