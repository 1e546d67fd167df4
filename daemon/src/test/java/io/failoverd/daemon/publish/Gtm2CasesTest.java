package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.Gtm2Stage.FOUR;
import static io.failoverd.daemon.publish.Gtm2Stage.SIXES;
import static io.failoverd.daemon.publish.Gtm2Stage.addr;
import static io.failoverd.daemon.publish.GtmStage.A;
import static io.failoverd.daemon.publish.GtmStage.B;
import static io.failoverd.daemon.publish.GtmStage.FOREIGN;
import static io.failoverd.daemon.publish.GtmStage.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.DnsGtmProvider;
import io.failoverd.dns.gtm.DnsGtmSettings;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only GTM 2.0 has: modes, whole lists without a version, one write of an instance at a time. */
class Gtm2CasesTest {
    private Gtm2Stage stage;

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private static List<String> modes(DnsGtmPool pool) {
        return pool.addrs().stream()
                .map(addr -> addr.addr() + " " + addr.mode() + " " + addr.lbaWeight())
                .toList();
    }

    private RecordSet read() {
        assertThat(stage.provider().read(stage.name(), Calls.soon())).isInstanceOf(Reading.Known.class);
        return ((Reading.Known) stage.provider().read(stage.name(), Calls.soon())).records();
    }

    private WriteOutcome write(RecordSet held, Change... changes) {
        return stage.provider().write(stage.name(), held, List.of(changes), Calls.soon());
    }

    private static Failure failure(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
        return ((WriteOutcome.Failed) outcome).failure();
    }

    @Test
    void a_write_says_everything_again_that_is_not_changed() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        var foreign =
                new DnsGtmPool.Addr(FOREIGN.getHostAddress(), "ONLINE", 7, "{\"lineCodes\":[\"x y&z=%\"]}", "中文 + ~*");
        stage.pool(FOUR, "ALL_RR", foreign, addr(A, "SMART", 3), addr(B, "SMART", 5));
        RecordSet held = read();
        assertThat(write(held, new Change.Disable(held.of(B).orElseThrow())))
                .isEqualTo(new WriteOutcome.Acknowledged());
        assertThat(stage.pool(FOUR).addrs()).containsExactly(foreign, addr(A, "SMART", 3), addr(B, "OFFLINE", 5));
        assertThat(stage.pool(FOUR).name()).isEqualTo(FOUR);
        assertThat(stage.pool(FOUR).lbaStrategy()).isEqualTo("ALL_RR");
    }

    @Test
    void what_somebody_changes_between_the_reading_and_the_write_is_not_undone() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        RecordSet held = read();
        stage.pool(FOUR, "ALL_RR", addr(A, "SMART", 1), addr(B, "SMART", 1), addr(FOREIGN, "SMART", 1));
        Failure why = failure(write(held, new Change.Disable(held.of(B).orElseThrow())));
        assertThat(why.kind()).isEqualTo(FailureClass.CHANGED);
        assertThat(stage.writes()).isZero();
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
        }
        assertThat(modes(stage.pool(FOUR)))
                .containsExactly("203.0.113.10 SMART 1", "203.0.113.20 OFFLINE 1", "198.51.100.99 SMART 1");
    }

    @Test
    void a_reading_that_is_behind_right_before_the_write_stops_it() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        stage.hold(List.of(A));
        Instant before = Instant.now();
        Duration apart = Duration.ofMillis(500);
        assertThat(stage.until(() -> Instant.now().isAfter(before.plus(apart)), Published.SOON))
                .isTrue();
        stage.hold(List.of(A, B));
        RecordSet held = read();
        stage.cloud
                .cloud()
                .faults()
                .next("DescribeDnsGtmInstanceAddressPool", Fault.stale(Duration.between(before, Instant.now())));
        assertThat(failure(write(held, new Change.Disable(held.of(B).orElseThrow())))
                        .kind())
                .isEqualTo(FailureClass.CHANGED);
        assertThat(stage.writes()).isZero();
    }

    @ParameterizedTest(name = "{0}: {1} {2} becomes {3} {4}, {5} writes")
    @CsvSource({
        "SMART, SMART, SMART, SMART, OFFLINE, 1",
        "SMART, OFFLINE, ONLINE, SMART, OFFLINE, 1",
        "SMART, ONLINE, OFFLINE, SMART, OFFLINE, 1",
        "SMART, SMART, OFFLINE, SMART, OFFLINE, 0",
        "ONLINE, SMART, SMART, ONLINE, OFFLINE, 1",
        "ONLINE, ONLINE, OFFLINE, ONLINE, OFFLINE, 0",
        "ONLINE, OFFLINE, ONLINE, ONLINE, OFFLINE, 1",
    })
    void a_wanted_address_has_the_configured_mode(
            Control control, String a, String b, String aAfter, String bAfter, int writes) throws Exception {
        stage = new Gtm2Stage(control);
        stage.pool(FOUR, "ALL_RR", addr(A, a, 1), addr(B, b, 1));
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
        }
        assertThat(modes(stage.pool(FOUR)))
                .containsExactly("203.0.113.10 " + aAfter + " 1", "203.0.113.20 " + bAfter + " 1");
        assertThat(stage.writes()).isEqualTo(writes);
    }

    @Test
    void what_gtm_finds_dead_is_no_difference_and_no_removal_relies_on_it() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        stage.cloud.cloud().health(A.getHostAddress(), false);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A, B));
            assertThat(publisher.told(publisher.desired(A)))
                    .isInstanceOfSatisfying(
                            PublishOutcome.Failed.class,
                            failed -> assertThat(failed.failure().text()).contains("own health checks"));
            assertThat(stage.writes()).isZero();
            stage.cloud.cloud().health(A.getHostAddress(), true);
            publisher.until(() -> stage.enabled().equals(Set.of(A)), "B goes when A is back");
        }
        assertThat(stage.writes()).isEqualTo(1);
    }

    @Test
    void where_failoverd_alone_is_in_control_gtm_s_opinion_does_not_count() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        stage.cloud.cloud().health(A.getHostAddress(), false);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
        }
        assertThat(stage.enabled()).containsExactly(A);
    }

    @Test
    void a_busy_instance_is_asked_again() throws Exception {
        stage = new Gtm2Stage(Control.SMART, settings -> settings.withWriteTakes(Duration.ofMillis(400)));
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
            publisher.applied(publisher.desired(A, B));
            assertThat(publisher.events())
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(PublishEvent.Retrying.class, retrying -> {
                                assertThat(retrying.failure().code()).isEqualTo("DnsGtmSystemBusyness");
                                assertThat(retrying.failure().kind()).isEqualTo(FailureClass.THROTTLED);
                            }));
        }
        assertThat(stage.enabled()).containsExactly(A, B);
        assertThat(stage.writes()).isEqualTo(2);
    }

    @Test
    void a_whole_list_that_is_applied_late_undoes_more_than_it_changed_and_is_repaired() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        stage.pool(FOUR, "ALL_RR", addr(A, "SMART", 1), addr(B, "OFFLINE", 1), addr(FOREIGN, "OFFLINE", 1));
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
            // It enables nothing of B, but says that B is off; comes to pass after B has been enabled.
            stage.atWrite(Fault.droppedAndLate(Duration.ofSeconds(2)));
            publisher.applied(publisher.desired(A, B));
            publisher.until(() -> stage.written().stream().anyMatch(write -> write.late()), "the late write comes");
            publisher.until(() -> stage.enabled().equals(Set.of(A, B)), "what it undid is done again");
        }
    }

    @Test
    void weights_are_written_where_the_pool_answers_by_ratio_and_nowhere_else() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        stage.pool(FOUR, "RATIO", addr(A, "SMART", 1), addr(B, "SMART", 1), addr(FOREIGN, "SMART", 9));
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.weighted(new WeightedAddress(A, 30), new WeightedAddress(B, 10)));
            assertThat(modes(stage.pool(FOUR)))
                    .containsExactly("203.0.113.10 SMART 3", "203.0.113.20 SMART 1", "198.51.100.99 SMART 9");
        }
        assertThat(stage.writes()).isEqualTo(1);
        stage.pool(FOUR, "ALL_RR", addr(A, "SMART", 1), addr(B, "SMART", 1));
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.weighted(new WeightedAddress(A, 10), new WeightedAddress(B, 70)));
        }
        assertThat(stage.writes()).isEqualTo(1);
    }

    @Test
    void a_family_that_no_pool_takes_is_told_and_keeps_no_other_address_in() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        try (var publisher = new Published(stage, stage.provider(List.of(FOUR))).started()) {
            assertThat(publisher.told(publisher.desired(A, SIX)))
                    .isInstanceOfSatisfying(PublishOutcome.Failed.class, failed -> {
                        assertThat(failed.failure().kind()).isEqualTo(FailureClass.CONFIG);
                        assertThat(failed.failure().text())
                                .isEqualTo(
                                        "gtm2.example.com has IPv6 addresses, and none of its pools [pool-four] takes those");
                    });
            assertThat(stage.enabled()).as("B is out all the same").containsExactly(A);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'pool-four,pool-primary', pools, CONFIG",
        "pool-none, DnsGtmAddrPool.NotExists, STALE_ID",
    })
    void pools_that_do_not_fit_are_no_reading(String pools, String code, FailureClass kind) throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        var provider = stage.provider(List.of(pools.split(",", -1)));
        assertThat(provider.read(stage.name(), Calls.soon())).isInstanceOfSatisfying(Reading.Unknown.class, unknown -> {
            assertThat(unknown.why().code()).isEqualTo(code);
            assertThat(unknown.why().kind()).isEqualTo(kind);
        });
        provider.close();
    }

    @Test
    void gtm_s_own_health_is_told_of_every_address_that_it_monitors() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        stage.hold(List.of(A, B, SIX));
        stage.cloud.cloud().change(account -> {
            DnsGtmPool six = Gtm2Stage.pool(account, SIXES);
            return account.with(new DnsGtmPool(
                    six.id(), six.instanceId(), six.name(), six.type(), six.lbaStrategy(), "", six.addrs()));
        });
        stage.cloud.cloud().health(B.getHostAddress(), false);
        stage.cloud.cloud().health(SIX.getHostAddress(), false);
        assertThat(stage.provider().health(stage.name(), Calls.soon()))
                .isEqualTo(new HealthReading.Known(
                        Map.of(A, TargetHealth.OK, B, TargetHealth.FAILING, SIX, TargetHealth.UNMONITORED)));
        stage.cloud.cloud().faults().next("DescribeDnsGtmInstanceAddressPool", Fault.htmlPage());
        assertThat(stage.provider().health(stage.name(), Calls.soon())).isInstanceOf(HealthReading.Unknown.class);
    }

    @Test
    void an_alias_is_followed_as_far_as_the_name_servers_go() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        assertThat(stage.provider().ask(stage.name(), Calls.soon()))
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerAnswer.Answered.class,
                        answered -> assertThat(answered.addresses()).containsExactlyInAnyOrder(A, B));
        String alias = stage.account().domains().values().stream()
                .flatMap(domain -> domain.records().values().stream())
                .filter(record -> record.type().equals("CNAME"))
                .findFirst()
                .orElseThrow()
                .id();
        stage.cloud
                .cloud()
                .console(
                        "UpdateDomainRecord",
                        Map.of("RecordId", alias, "RR", "gtm2", "Type", "CNAME", "Value", "www.gtm.example.net"));
        assertThat(stage.provider().ask(stage.name(), Calls.soon()))
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerAnswer.Silent.class,
                        silent -> assertThat(silent.why())
                                .startsWith("gtm2.example.com. is an alias of www.gtm.example.net., for which other"
                                        + " servers have to be asked: ")
                                .endsWith("REFUSED"));
    }

    @Test
    void without_configured_name_servers_those_of_the_domain_are_asked_for() throws Exception {
        stage = new Gtm2Stage(Control.SMART);
        var api = new AliyunApi(Account.settings(stage.cloud));
        var provider = new DnsGtmProvider(api, new DnsGtmSettings(List.of(FOUR), Control.SMART, List.of()));
        stage.cloud.cloud().faults().next("DescribeDomainInfo", Fault.unavailable());
        assertThat(provider.ask(stage.name(), Calls.soon()))
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerAnswer.Silent.class,
                        silent -> assertThat(silent.why()).startsWith("which they are is not known: "));
        // Nobody listens at port 53 of this machine's own name; what is asked of the account is seen.
        stage.cloud
                .cloud()
                .change(account -> account.with(
                        account.domains().values().iterator().next().withDnsServers(List.of("localhost"))));
        assertThat(provider.ask(stage.name(), Calls.within(Duration.ofSeconds(2))))
                .extracting(answer -> answer.server())
                .containsExactly("localhost");
        assertThat(stage.cloud.cloud().journal().hits("DescribeDomainInfo"))
                .extracting(hit -> hit.code())
                .containsExactly("ServiceUnavailable", "InvalidDomainName.NoExist", "");
        provider.close();
    }
}
