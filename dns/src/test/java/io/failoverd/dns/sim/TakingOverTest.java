package io.failoverd.dns.sim;

import static io.failoverd.dns.sim.Records.A;
import static io.failoverd.dns.sim.Records.B;
import static io.failoverd.dns.sim.Records.C;
import static io.failoverd.dns.sim.Records.NAME;
import static io.failoverd.dns.sim.Records.desired;
import static io.failoverd.dns.sim.Records.managed;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.Unsettled;
import io.failoverd.dns.sim.ScriptedTarget.Fault;
import io.failoverd.dns.sim.ScriptedTarget.Operation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a name which goes from one publisher to another at the same place takes along what is not settled there. */
class TakingOverTest {
    private static final Duration LATENESS = Duration.ofSeconds(8);
    private static final Traits TRAITS = new Traits(false, Duration.ofSeconds(2), LATENESS, 100, true, 50, 50);
    private static final String OTHER = "other.example.com";

    private final VirtualTime time = new VirtualTime(7);
    private final ScriptedTarget target = new ScriptedTarget(time, TRAITS);
    private final List<PublishEvent> events = new ArrayList<>();

    /** How a publisher comes to keep a name no longer, and another one to keep it. */
    enum Way {
        A_PUBLISHER_IS_MADE_ANEW,
        A_NAME_MOVES_TO_ONE_THAT_RUNS
    }

    @AfterEach
    void end() {
        time.close();
    }

    private RemotePublisher publisher(Unsettled known, ManagedName... names) {
        var publisher =
                new RemotePublisher("test", target, List.of(names), PublishLimits.DEFAULT, time, events::add, known);
        publisher.start();
        return publisher;
    }

    private void until(BooleanSupplier condition) {
        assertThat(time.runUntil(condition, Duration.ofMinutes(1)))
                .as("%s", events)
                .isTrue();
    }

    /** One that has sent a removal of B which was not answered, and then another that keeps {@code next} in its place. */
    private RemotePublisher takenOver(Way way, Fault removal, ManagedName next) {
        RemotePublisher first = publisher(Unsettled.NONE, managed(NAME, A, B));
        target.next(Operation.WRITE, removal);
        Future<PublishOutcome> told = first.publish(desired(NAME, 1, A));
        until(() -> target.sent().size() == 1);
        var left = new ArrayList<Unsettled>();
        switch (way) {
            case A_PUBLISHER_IS_MADE_ANEW ->
                time.start("reload", () -> {
                    first.close();
                    left.add(first.unsettled());
                });
            case A_NAME_MOVES_TO_ONE_THAT_RUNS ->
                time.start(
                        "reload",
                        () -> left.add(first.giveUpAllBut(List.of(managed(OTHER, C)), Duration.ofSeconds(5))));
        }
        until(() -> !left.isEmpty());
        assertThat(told.isComplete()).isTrue();
        return switch (way) {
            case A_PUBLISHER_IS_MADE_ANEW -> publisher(left.getFirst(), next);
            case A_NAME_MOVES_TO_ONE_THAT_RUNS -> {
                RemotePublisher second = publisher(Unsettled.NONE, managed(OTHER, C));
                time.run(Duration.ofMillis(100));
                second.manage(List.of(managed(OTHER, C), next), left.getFirst());
                yield second;
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_removal_waits_while_one_of_the_publisher_before_may_still_take_the_last_address(Way way) {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        RemotePublisher second = takenOver(way, Fault.LATE, managed(NAME, A, B));
        Future<PublishOutcome> told = second.publish(desired(NAME, 2, B));
        until(told::isComplete);
        assertThat(target.violations()).isEmpty();
        assertThat(target.truth(NAME).enabled()).containsExactly(B);
        assertThat(events).anyMatch(PublishEvent.Withheld.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_publisher_before_had_sent_is_noticed_when_it_is_applied_late(Way way) {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        RemotePublisher second = takenOver(way, Fault.LATE, managed(NAME, A, B));
        second.publish(desired(NAME, 2, A, B));
        until(() -> !target.truth(NAME).enabled().contains(B));
        until(() -> target.truth(NAME).enabled().contains(B));
        assertThat(events).anyMatch(PublishEvent.AppliedLate.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void an_endpoint_that_leaves_the_configuration_at_the_same_time_is_switched_off_and_no_strangers_record(Way way) {
        target.hold(NAME, Records.set(NAME, "+203.0.113.10 +203.0.113.20"));
        RemotePublisher second = takenOver(way, Fault.LOST, managed(NAME, A));
        Future<PublishOutcome> told = second.publish(desired(NAME, 2, A));
        until(told::isComplete);
        assertThat(target.truth(NAME).enabled()).containsExactly(A);
    }
}
