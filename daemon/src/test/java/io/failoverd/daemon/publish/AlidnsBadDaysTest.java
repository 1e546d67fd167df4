package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.AlidnsStage.A;
import static io.failoverd.daemon.publish.AlidnsStage.B;
import static io.failoverd.daemon.publish.AlidnsStage.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.dns.aliyun.Credentials;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Reading;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong at Alidns, with its publisher over it: got over, or told to who can end it. */
class AlidnsBadDaysTest {
    private static final String STATUS = "SetDomainRecordStatus";

    static Stream<Arguments> badDays() {
        Duration late = Duration.ofSeconds(2);
        return Stream.of(
                Arguments.of(1, Fault.throttled()),
                Arguments.of(1, Fault.lastOperationNotFinished()),
                Arguments.of(2, Fault.unavailable()),
                Arguments.of(2, Fault.internalError()),
                Arguments.of(1, Fault.htmlPage()),
                Arguments.of(1, Fault.emptyBody()),
                Arguments.of(1, Fault.dripping(Duration.ofMillis(100))),
                Arguments.of(1, Fault.droppedAfter()),
                Arguments.of(1, Fault.late(late)),
                Arguments.of(1, Fault.droppedAndLate(late)),
                Arguments.of(1, Fault.refused(400, "SignatureNonceUsed", "used already")));
    }

    @ParameterizedTest(name = "{1}, {0} times")
    @MethodSource("badDays")
    void a_bad_day_is_got_over(int times, Fault fault) throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(A, B));
            stage.cloud().cloud().faults().next(STATUS, times, fault);
            published.applied(published.publish(B));
            assertThat(stage.enabled()).containsExactly(B);
            assertThat(stage.everEmpty()).isFalse();
            assertThat(stage.written().stream().filter(Write::changed))
                    .as("nothing is changed twice")
                    .hasSize(1);
        }
    }

    @Test
    void lists_that_are_behind_are_not_believed() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm(
                        Edition.ENTERPRISE_ULTIMATE,
                        settings ->
                                settings.withStaleReads(Duration.ofSeconds(2)).withPropagation(Duration.ofSeconds(1)));
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(A, B));
            published.applied(published.publish(A));
            published.verified();
            assertThat(stage.writes()).isEqualTo(1);
            assertThat(stage.enabled()).containsExactly(A);
        }
    }

    @Test
    void a_locked_record_needs_a_person_and_holds_up_no_other() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            stage.hold(List.of(A, B, SIX));
            stage.cloud().cloud().change(account -> {
                var domain = Objects.requireNonNull(account.domains().get(Account.DOMAIN));
                return account.with(domain.with(stage.record(B).withLocked(true)));
            });
            Future<PublishOutcome> future = published.publish(SIX);
            assertThat(stage.until(
                            () -> published.events().stream().anyMatch(PublishEvent.Failed.class::isInstance),
                            AlidnsPublication.SOON))
                    .isTrue();
            assertThat(stage.until(() -> stage.enabled().equals(Set.of(B, SIX)), AlidnsPublication.SOON))
                    .isTrue();
            assertThat(future.result()).isNotInstanceOf(PublishOutcome.Applied.class);
            assertThat(stage.enabled()).containsExactlyInAnyOrder(B, SIX);
            assertThat(published.status().lastError().orElseThrow().failure().code())
                    .isEqualTo("DomainRecordLocked");
        }
    }

    @Test
    void a_wrong_secret_needs_a_person() throws Exception {
        var cloud = Account.start(Edition.ENTERPRISE_ULTIMATE, each -> each, "192.0.2.1", "192.0.2.2");
        var wrong = AccessKey.lasting(Account.KEY.id(), "not-this-one");
        try (var stage = new AlidnsStage(
                cloud, Account.settings(cloud, Account.lasting(wrong), Duration.ofSeconds(5)), "default")) {
            Failure failure = ((Reading.Unknown) stage.provider().read(stage.name(), Calls.soon())).why();
            assertThat(failure.kind()).isEqualTo(FailureClass.OPERATOR);
            assertThat(failure.text()).contains(Account.KEY.id()).doesNotContain("not-this-one");
        }
    }

    @Test
    void a_token_that_has_expired_is_replaced_without_a_restart() throws Exception {
        var cloud = Account.start(Edition.ENTERPRISE_ULTIMATE, each -> each, "192.0.2.1", "192.0.2.2");
        var first = new AccessKey("STS.one", "first-secret", "first-token");
        var second = new AccessKey("STS.one", "second-secret", "second-token");
        var now = new AtomicReference<Credentials.KeyReading>(Account.usable(first));
        cloud.cloud().rotate(first);
        try (var stage = new AlidnsStage(cloud, Account.settings(cloud, now::get, Duration.ofSeconds(5)), "default");
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(A, B));
            cloud.cloud().rotate(second);
            Future<PublishOutcome> future = published.publish(A);
            assertThat(stage.until(() -> published.status().lastError().isPresent(), AlidnsPublication.SOON))
                    .isTrue();
            now.set(Account.usable(second));
            published.applied(future);
            assertThat(stage.enabled()).containsExactly(A);
        }
    }
}
