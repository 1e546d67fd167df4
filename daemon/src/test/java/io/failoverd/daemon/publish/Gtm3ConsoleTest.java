package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.Gtm3Stage.FOUR;
import static io.failoverd.daemon.publish.GtmStage.A;
import static io.failoverd.daemon.publish.GtmStage.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.CloudGtmConfig;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.PublishEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody does in the console of GTM 3.0 to an access domain while we publish to it. */
class Gtm3ConsoleTest {
    private static final String OTHER = "pool-900000000000000007";

    private static final Duration BEHIND = Duration.ofMillis(600);

    private Gtm3Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    /** Of the addresses of IPv4. */
    private void accessDomain(UnaryOperator<CloudGtmConfig> change) {
        stage.cloud
                .cloud()
                .change(account -> account.with(
                        change.apply(Objects.requireNonNull(account.configs().get(Seeds.CLOUD_GTM_CONFIG)))));
    }

    private static List<String> silences(Published publisher) {
        return publisher.events().stream()
                .filter(PublishEvent.Lagging.class::isInstance)
                .map(event -> ((PublishEvent.Lagging) event).text())
                .toList();
    }

    private static long verified(Published publisher) {
        return publisher.events().stream()
                .filter(PublishEvent.Verified.class::isInstance)
                .count();
    }

    /** Its name servers would have answered the old addresses from caches, or nothing: neither proves anything. */
    @Test
    void an_access_domain_that_is_disabled_is_told_and_what_is_set_is_not_verified_before_it_is_enabled() {
        accessDomain(config -> config.withEnabled(false));
        try (var publisher = new Published(stage, stage.watchful()).started()) {
            publisher.applied(publisher.desired(A));
            publisher.until(() -> !silences(publisher).isEmpty(), "it is told");
            assertThat(silences(publisher))
                    .containsExactly(
                            "the access domain gtm3.example.com is disabled for IPv4 in the console, so that GTM"
                                    + " answers none of its addresses");
            assertThat(publisher.status().verified()).isZero();
            accessDomain(config -> config.withEnabled(true));
            publisher.until(() -> verified(publisher) == 1, "it is verified");
            accessDomain(config -> config.withEnabled(false));
            publisher.until(() -> silences(publisher).size() == 2, "it is told again");
            assertThat(publisher.status().verified()).isZero();
            assertThat(publisher.status().published()).isEqualTo(1);
        }
        assertThat(stage.writes()).as("B, and nothing else").isEqualTo(1);
    }

    @Test
    void a_pool_that_takes_the_place_of_another_is_found_without_a_restart() {
        try (var publisher = new Published(stage, stage.watchful()).started()) {
            publisher.applied(publisher.desired(A));
            publisher.until(() -> verified(publisher) == 1, "it is verified");
            stage.cloud
                    .cloud()
                    .change(account -> account.with(Gtm3Stage.pool(OTHER, "round_robin", List.of(A, B), 1, 1))
                            .with(stage.on(B)));
            accessDomain(config -> config.withPools(List.of(new CloudGtmPool.Slot(OTHER, 1, 1, List.of("default")))));
            publisher.until(
                    () -> publisher.events().stream().anyMatch(PublishEvent.Drifted.class::isInstance),
                    "B answers in the new pool");
            publisher.applied(publisher.desired(B));
        }
        assertThat(stage.address(A).on()).isFalse();
        assertThat(stage.address(B).on()).isTrue();
    }

    @Test
    void an_access_domain_that_is_gone_is_a_failure_and_not_what_was_known_of_it() {
        try (var publisher = new Published(stage, stage.watchful()).started()) {
            publisher.applied(publisher.desired(A));
            accessDomain(config -> config.withPools(List.of()));
            stage.cloud
                    .cloud()
                    .change(account -> account.with(
                            Objects.requireNonNull(account.configs().get("Config-six"))
                                    .withPools(List.of())));
            publisher.until(
                    () -> publisher
                            .status()
                            .lastError()
                            .filter(error -> error.failure().code().equals("access-domain"))
                            .isPresent(),
                    "it is told");
        }
    }

    /** Readings that are behind by so much, but show nothing older than this moment. */
    private Fault settledFor(Duration behind) {
        long since = System.nanoTime();
        stage.until(() -> System.nanoTime() - since > behind.toNanos(), Duration.ofSeconds(10));
        return Fault.stale(behind);
    }

    /** Both switches stand in the way, and a description that is behind shows neither write. */
    @Test
    void a_reading_that_is_behind_does_not_throw_the_first_of_two_switches_again() {
        stage.cloud
                .cloud()
                .change(account ->
                        account.with(stage.address(A).withEnabled(false).withManual(true, false)));
        Fault behind = settledFor(BEHIND);
        stage.cloud.cloud().faults().share("DescribeCloudGtmAddress", 1, behind);
        stage.cloud.cloud().faults().share("DescribeCloudGtmAddressPool", 1, behind);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A, B));
        }
        assertThat(stage.address(A).on()).isTrue();
        assertThat(stage.written().stream().map(write -> write.action()).toList())
                .containsExactly("UpdateCloudGtmAddressManualAvailableStatus", "UpdateCloudGtmAddressEnableStatus");
    }

    /** The pool's list was written; a reading that is behind shows it without the address. */
    @Test
    void a_reading_that_is_behind_does_not_put_an_address_into_a_pool_twice() {
        stage.cloud
                .cloud()
                .change(account -> account.with(Gtm3Stage.pool(FOUR, "round_robin", List.of(A), 1))
                        .with(stage.address(B).withManual(true, false)));
        Fault behind = settledFor(BEHIND);
        stage.cloud.cloud().faults().share("DescribeCloudGtmAddressPool", 1, behind);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A, B));
        }
        assertThat(stage.address(B).on()).isTrue();
        assertThat(stage.written().stream().map(write -> write.action()).toList())
                .containsExactly("ReplaceCloudGtmAddressPoolAddress", "UpdateCloudGtmAddressManualAvailableStatus");
    }
}
