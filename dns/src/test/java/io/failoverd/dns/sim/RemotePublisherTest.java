package io.failoverd.dns.sim;

import static io.failoverd.dns.sim.Records.A;
import static io.failoverd.dns.sim.Records.B;
import static io.failoverd.dns.sim.Records.C;
import static io.failoverd.dns.sim.Records.NAME;
import static io.failoverd.dns.sim.Records.desired;
import static io.failoverd.dns.sim.Records.managed;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.Unsettled;
import io.failoverd.dns.sim.ScriptedTarget.Fault;
import io.failoverd.dns.sim.ScriptedTarget.Operation;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a publisher does when the target is late, lies, locks, throttles or hangs; in virtual time. */
class RemotePublisherTest {
    private static final Duration LATENESS = Duration.ofSeconds(8);
    private static final Traits TRAITS = new Traits(false, Duration.ofSeconds(2), LATENESS, 100, true, 50, 50);
    private static final PublishLimits LIMITS = new PublishLimits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(200),
            Duration.ZERO,
            false,
            4,
            1000,
            Duration.ofSeconds(2));

    private final VirtualTime time = new VirtualTime(7);
    private final List<PublishEvent> events = new ArrayList<>();
    private ScriptedTarget target = new ScriptedTarget(time, TRAITS);
    private RemotePublisher publisher;

    @AfterEach
    void end() {
        time.close();
    }

    private void start(ManagedName... names) {
        publisher = new RemotePublisher("test", target, List.of(names), LIMITS, time, events::add);
        publisher.start();
    }

    private void until(BooleanSupplier condition, Duration atMost) {
        assertThat(time.runUntil(condition, atMost))
                .as("%s\n%s", events, publisher.status())
                .isTrue();
    }

    private PublishOutcome told(Future<PublishOutcome> future) {
        until(future::isComplete, Duration.ofMinutes(2));
        return future.result();
    }

    private NameStatus status() {
        return publisher.status().names().getFirst();
    }

    private List<String> sent() {
        return target.sent().stream()
                .map(each -> each.changes().getFirst().text())
                .toList();
    }

    private void published(long generation, InetAddress... addresses) {
        assertThat(told(publisher.publish(desired(NAME, generation, addresses))))
                .isEqualTo(new PublishOutcome.Applied(generation));
    }

    @Test
    void a_removal_waits_while_an_unanswered_one_may_still_take_the_last_address() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.next(Operation.WRITE, Fault.LATE);
        publisher.publish(desired(NAME, 1, A));
        until(() -> target.sent().size() == 1, Duration.ofSeconds(5));
        Duration sentAt = time.now();
        Future<PublishOutcome> second = publisher.publish(desired(NAME, 2, B));
        assertThat(told(second)).isEqualTo(new PublishOutcome.Applied(2));
        assertThat(target.violations()).isEmpty();
        assertThat(target.truth(NAME).enabled()).containsExactly(B);
        assertThat(events).anyMatch(PublishEvent.Withheld.class::isInstance);
        Duration removed = target.sent().stream()
                .filter(each -> each.changes().getFirst().text().equals("disable 203.0.113.10"))
                .findFirst()
                .orElseThrow()
                .at();
        assertThat(removed).isGreaterThanOrEqualTo(sentAt.plus(LATENESS));
    }

    @Test
    void a_write_that_is_applied_late_is_noticed_and_repaired_though_drift_is_not() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.next(Operation.WRITE, Fault.LATE);
        publisher.publish(desired(NAME, 1, A));
        until(() -> target.sent().size() == 1, Duration.ofSeconds(5));
        publisher.publish(desired(NAME, 2, A, B));
        until(() -> !target.truth(NAME).enabled().contains(B), LATENESS);
        until(() -> target.truth(NAME).enabled().contains(B), Duration.ofSeconds(3));
        assertThat(events).anyMatch(PublishEvent.AppliedLate.class::isInstance);
    }

    @Test
    void what_is_acknowledged_but_not_done_is_not_believed_for_long() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.next(Operation.WRITE, Fault.IGNORED);
        published(1, A);
        assertThat(target.truth(NAME).enabled()).containsExactly(A);
        assertThat(sent()).hasSize(2);
        assertThat(target.sent().get(1).at().minus(target.sent().get(0).at())).isGreaterThan(TRAITS.staleness());
    }

    @Test
    void a_locked_record_does_not_hold_up_the_others() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20 +203.0.113.30"));
        start(managed(NAME, A, B, C));
        target.next(Operation.WRITE, Fault.OPERATOR);
        assertThat(told(publisher.publish(desired(NAME, 1, A)))).isInstanceOf(PublishOutcome.Failed.class);
        assertThat(sent()).containsExactly("disable 203.0.113.20", "disable 203.0.113.30");
        assertThat(status().lastError()).isPresent();
        until(() -> status().published() == 1, Duration.ofMinutes(1));
        assertThat(status().lastError()).isEmpty();
    }

    @Test
    void the_dead_address_goes_before_another_comes_and_goes_last_where_nothing_else_answers() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20 -203.0.113.30"));
        start(managed(NAME, A, B, C));
        published(1, A, C);
        assertThat(sent()).containsExactly("disable 203.0.113.20", "enable 203.0.113.30");
        published(2, B);
        assertThat(sent().subList(2, 5))
                .containsExactly("enable 203.0.113.20", "disable 203.0.113.10", "disable 203.0.113.30");
    }

    @Test
    void weights_are_written_as_shares() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        told(publisher.publish(
                Records.weighted(NAME, 1, new WeightedAddress(A, 500_000), new WeightedAddress(B, 500_000))));
        assertThat(sent()).isEmpty();
        told(publisher.publish(
                Records.weighted(NAME, 2, new WeightedAddress(A, 900_000), new WeightedAddress(B, 100_000))));
        assertThat(sent()).containsExactly("weigh 203.0.113.10 9 instead of 1");
    }

    @Test
    void a_removal_is_sent_before_what_waits_for_the_quota() {
        target = new ScriptedTarget(time, new Traits(false, Duration.ZERO, LATENESS, 0, true, 2, 4));
        var names = new ArrayList<ManagedName>();
        for (int i = 0; i < 40; i++) {
            String name = "n" + i + ".example.com";
            names.add(new ManagedName(name, "d" + i, List.of(A, B), Duration.ZERO));
            target.hold(name, Records.set(name, "+203.0.113.10 -203.0.113.20"));
        }
        start(names.toArray(ManagedName[]::new));
        for (ManagedName name : names) {
            publisher.publish(desired(name.name(), 1, A, B));
        }
        time.run(Duration.ofSeconds(4));
        int before = target.sent().size();
        String last = names.getLast().name();
        target.hold(last, Records.set(last, "+203.0.113.10 +203.0.113.20"));
        publisher.publish(desired(last, 2, A));
        until(() -> target.sent().stream().anyMatch(each -> each.name().equals(last)), Duration.ofSeconds(3));
        assertThat(before).isLessThan(30);
    }

    @Test
    void a_name_that_hangs_holds_up_no_other() {
        String other = "api.example.com";
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        target.hold(other, Records.set(other, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B), managed(other, A, B));
        target.next(Operation.READ, Fault.HANGS_BEFORE);
        Future<PublishOutcome> hung = publisher.publish(desired(NAME, 1, A));
        time.run(Duration.ofMillis(10));
        Duration began = time.now();
        assertThat(told(publisher.publish(desired(other, 2, A)))).isEqualTo(new PublishOutcome.Applied(2));
        assertThat(time.now().minus(began)).isLessThan(Duration.ofMillis(500));
        assertThat(told(hung)).isEqualTo(new PublishOutcome.Applied(1));
    }

    @Test
    void past_its_deadline_a_publication_is_a_failure_and_goes_on() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.chaos((operation, _) -> operation == Operation.ASK ? Fault.NONE : Fault.THROTTLED);
        Duration began = time.now();
        assertThat(told(publisher.publish(desired(NAME, 1, A)))).isInstanceOf(PublishOutcome.Failed.class);
        assertThat(time.now().minus(began)).isEqualTo(LIMITS.publishDeadline());
        assertThat(status().lastError().orElseThrow().inARow()).isBetween(2, 200);
        target.chaos((_, _) -> Fault.NONE);
        until(() -> status().verified() == 1, Duration.ofSeconds(15));
        assertThat(events).filteredOn(PublishEvent.Failed.class::isInstance).hasSize(1);
    }

    @Test
    void an_endpoint_that_leaves_the_configuration_is_switched_off_and_then_forgotten() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        published(1, A, B);
        publisher.manage(List.of(managed(NAME, A)), Unsettled.NONE);
        published(2, A);
        assertThat(sent()).containsExactly("disable 203.0.113.20");
        publisher.manage(List.of(), Unsettled.NONE);
        time.run(Duration.ofSeconds(1));
        assertThat(publisher.status().names()).isEmpty();
        assertThat(told(publisher.publish(desired(NAME, 3, A)))).isInstanceOf(PublishOutcome.Refused.class);
    }

    @Test
    void a_stop_waits_for_the_write_on_its_way_and_sends_no_other() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20 +203.0.113.30"));
        start(managed(NAME, A, B, C));
        Future<PublishOutcome> future = publisher.publish(desired(NAME, 1, A));
        until(() -> target.sent().size() == 1, Duration.ofSeconds(5));
        time.start("closer", publisher::close);
        until(target::closed, Duration.ofSeconds(4));
        assertThat(future.isComplete()).isTrue();
        assertThat(sent()).containsExactly("disable 203.0.113.20");
        assertThat(target.truth(NAME).enabled()).containsExactly(A, C);
        assertThat(told(publisher.publish(desired(NAME, 2, A)))).isInstanceOf(PublishOutcome.Failed.class);
    }

    @Test
    void name_servers_that_do_not_follow_are_told_once_and_asked_on() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.lag(() -> Duration.ofSeconds(45));
        published(1, A);
        until(() -> events.stream().anyMatch(PublishEvent.Lagging.class::isInstance), Duration.ofSeconds(40));
        until(() -> status().verified() == 1, Duration.ofMinutes(2));
        assertThat(events).filteredOn(PublishEvent.Lagging.class::isInstance).hasSize(1);
    }

    /** Looks every half a minute. */
    private void startLooking(boolean repair, ManagedName... names) {
        var limits = new PublishLimits(
                LIMITS.callDeadline(),
                LIMITS.publishDeadline(),
                LIMITS.verifyDeadline(),
                LIMITS.verifyInterval(),
                Duration.ofSeconds(30),
                repair,
                LIMITS.maxCalls(),
                LIMITS.maxNames(),
                LIMITS.stopGrace());
        publisher = new RemotePublisher("test", target, List.of(names), limits, time, events::add);
        publisher.start();
    }

    private <T extends PublishEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void a_repair_that_fails_is_a_failure_and_a_publication_once_it_is_done() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        startLooking(true, managed(NAME, A, B));
        published(1, A);
        until(() -> status().verified() == 1, Duration.ofSeconds(5));
        target.chaos((operation, _) -> operation == Operation.WRITE ? Fault.THROTTLED : Fault.NONE);
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        until(() -> !events(PublishEvent.Failed.class).isEmpty(), Duration.ofMinutes(2));
        assertThat(status().verified()).as("what is answered is wrong").isZero();
        time.run(Duration.ofMinutes(5));
        assertThat(events(PublishEvent.Failed.class)).hasSize(1);
        target.chaos((_, _) -> Fault.NONE);
        until(() -> status().verified() == 1, Duration.ofMinutes(2));
        assertThat(target.truth(NAME).enabled()).containsExactly(A);
        assertThat(events(PublishEvent.Published.class)).hasSize(2);
        assertThat(events(PublishEvent.Published.class).getLast().after())
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(8));
    }

    @Test
    void decisions_that_follow_each_other_fast_do_not_put_the_alarm_off() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        target.chaos((operation, _) -> operation == Operation.ASK ? Fault.NONE : Fault.THROTTLED);
        Duration began = time.now();
        for (long generation = 1; events(PublishEvent.Failed.class).isEmpty() && generation < 20; generation++) {
            publisher.publish(desired(NAME, generation, generation % 2 == 0 ? A : B));
            time.run(Duration.ofSeconds(3));
        }
        assertThat(time.now().minus(began))
                .isBetween(LIMITS.publishDeadline(), LIMITS.publishDeadline().plusSeconds(3));
    }

    @Test
    void drift_that_is_to_be_left_alone_is_no_failed_publication_of_a_new_ttl() {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        startLooking(false, managed(NAME, A, B));
        published(1, A);
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        until(() -> !events(PublishEvent.Drifted.class).isEmpty(), Duration.ofMinutes(1));
        assertThat(told(publisher.publish(desired(NAME, 2, A)))).isInstanceOf(PublishOutcome.Failed.class);
        time.run(LIMITS.publishDeadline().multipliedBy(3));
        assertThat(events(PublishEvent.Failed.class)).isEmpty();
        assertThat(status().published()).isEqualTo(1);
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 -203.0.113.20"));
        until(() -> status().verified() == 2, Duration.ofMinutes(1));
        assertThat(sent()).containsExactly("disable 203.0.113.20");
    }

    @Test
    void a_plan_leaves_the_quota_to_publications() {
        target = new ScriptedTarget(time, new Traits(false, Duration.ZERO, LATENESS, 0, true, 0.1, 2));
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        start(managed(NAME, A, B));
        var plans = new ArrayList<PublishPlan>();
        for (int i = 0; i < 3; i++) {
            time.start("plan", () -> plans.add(publisher.plan(desired(NAME, 1, A))));
        }
        until(() -> plans.size() == 3, Duration.ofSeconds(5));
        assertThat(plans).filteredOn(PublishPlan.Changes.class::isInstance).hasSize(1);
        assertThat(plans)
                .filteredOn(plan -> plan instanceof PublishPlan.Unknown(Failure why)
                        && why.code().equals("own-limit"))
                .hasSize(2);
    }
}
