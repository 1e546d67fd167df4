package io.failoverd.dns.sim;

import static io.failoverd.dns.sim.Records.A;
import static io.failoverd.dns.sim.Records.B;
import static io.failoverd.dns.sim.Records.NAME;
import static io.failoverd.dns.sim.Records.desired;
import static io.failoverd.dns.sim.Records.managed;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.sim.ScriptedTarget.Fault;
import io.failoverd.dns.sim.ScriptedTarget.Operation;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That nothing of what a publisher sent lately undoes what it hands back when it stops; in virtual time. */
class HandBackTest {
    private static final Traits TRAITS =
            new Traits(false, Duration.ofSeconds(2), Duration.ofSeconds(8), 100, true, 50, 50);

    private final VirtualTime time = new VirtualTime(7);
    private final ScriptedTarget target = new ScriptedTarget(time, TRAITS);
    private RemotePublisher publisher;

    @BeforeEach
    void start() {
        target.hasHealthChecks();
        target.hold(NAME, new RecordSet(NAME, List.of(checked(A), checked(B))));
        publisher =
                new RemotePublisher("test", target, List.of(managed(NAME, A, B)), PublishLimits.DEFAULT, time, _ -> {});
        publisher.start();
    }

    private static TargetRecord checked(InetAddress address) {
        return new TargetRecord(
                address, true, OptionalInt.empty(), Duration.ZERO, "id", Control.SMART, TargetHealth.OK);
    }

    @AfterEach
    void end() {
        time.close();
    }

    private void until(BooleanSupplier condition) {
        assertThat(time.runUntil(condition, Duration.ofMinutes(2))).isTrue();
    }

    private void stop() {
        time.start("stop", () -> publisher.closeAndHandBack(_ -> Set.of(), Duration.ofSeconds(20)));
        until(target::closed);
        time.run(Duration.ofMinutes(1));
    }

    /** Readings that are behind show what was before the removal: all is in, and under the target's own checks. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "STALE"})
    void a_removal_that_no_reading_shows_yet_is_ended(Fault reads) {
        Future<PublishOutcome> told = publisher.publish(desired(NAME, 1, A));
        until(told::isComplete);
        assertThat(target.truth(NAME).enabled()).containsExactly(A);
        target.chaos((operation, _) -> operation == Operation.READ ? reads : Fault.NONE);
        stop();
        assertThat(target.truth(NAME).enabled()).containsExactlyInAnyOrder(A, B);
    }

    @ParameterizedTest
    @EnumSource(names = {"LATE", "ANSWER_LOST", "HANGS_AFTER", "LOST"})
    void a_removal_that_was_not_answered_is_waited_for(Fault write) {
        target.next(Operation.WRITE, write);
        publisher.publish(desired(NAME, 1, A));
        until(() -> target.sent().size() == 1);
        stop();
        assertThat(target.truth(NAME).enabled()).containsExactlyInAnyOrder(A, B);
    }
}
