package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.Gtm3Stage.FOUR;
import static io.failoverd.daemon.publish.Gtm3Stage.SIXES;
import static io.failoverd.daemon.publish.Gtm3Stage.id;
import static io.failoverd.daemon.publish.GtmStage.A;
import static io.failoverd.daemon.publish.GtmStage.B;
import static io.failoverd.daemon.publish.GtmStage.FOREIGN;
import static io.failoverd.daemon.publish.GtmStage.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.gtm.CloudGtmSettings.TakeOut;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only GTM 3.0 has: two switches for an address, addresses of the account, lists for weights alone. */
class Gtm3CasesTest {
    private Gtm3Stage stage;

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    /** "enabled auto", "disabled manual-available" … */
    private static CloudGtmAddress switched(CloudGtmAddress address, String switches) {
        String[] words = switches.split(" ", -1);
        return address.withEnabled(words[0].equals("enabled"))
                .withManual(words[1].startsWith("manual"), !words[1].endsWith("-unavailable"));
    }

    private static String switches(CloudGtmAddress address) {
        return (address.enabled() ? "enabled " : "disabled ")
                + (address.manual() ? (address.manualAvailable() ? "manual-available" : "manual-unavailable") : "auto");
    }

    private void set(InetAddress address, String switches) {
        stage.cloud.cloud().change(account -> account.with(switched(stage.address(address), switches)));
    }

    private RecordSet read() {
        Reading reading = stage.provider().read(stage.name(), Calls.soon());
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known) reading).records();
    }

    private static Failure failure(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
        return ((WriteOutcome.Failed) outcome).failure();
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {3} becomes {4}, {5} after {6} writes")
    @CsvSource({
        // What is wanted is A.
        "SMART, MANUAL, enabled auto, enabled auto, enabled auto, enabled manual-unavailable, 1",
        "SMART, MANUAL, enabled manual-available, enabled manual-unavailable, enabled auto, enabled manual-unavailable, 1",
        "SMART, MANUAL, enabled auto, disabled auto, enabled auto, disabled auto, 0",
        "SMART, MANUAL, enabled manual-unavailable, enabled auto, enabled auto, enabled manual-unavailable, 2",
        // Both switches stand in the way.
        "SMART, MANUAL, disabled manual-unavailable, enabled auto, enabled auto, enabled manual-unavailable, 3",
        "SMART, MANUAL, disabled auto, disabled auto, enabled auto, disabled auto, 1",
        "ONLINE, MANUAL, enabled auto, enabled auto, enabled manual-available, enabled manual-unavailable, 2",
        "ONLINE, MANUAL, enabled manual-available, enabled auto, enabled manual-available, enabled manual-unavailable, 1",
        "SMART, DISABLE, enabled auto, enabled auto, enabled auto, disabled auto, 1",
        "SMART, DISABLE, disabled auto, enabled auto, enabled auto, disabled auto, 2",
        "ONLINE, DISABLE, disabled auto, enabled manual-available, enabled manual-available, disabled manual-available, 3",
        "ONLINE, DISABLE, enabled manual-available, enabled manual-unavailable, enabled manual-available, enabled manual-unavailable, 0",
    })
    void an_address_is_switched_as_configured(
            Control control, TakeOut takeOut, String a, String b, String aAfter, String bAfter, int writes)
            throws Exception {
        stage = new Gtm3Stage(control, takeOut, UnaryOperator.identity());
        set(A, a);
        set(B, b);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
        }
        assertThat(switches(stage.address(A))).isEqualTo(aAfter);
        assertThat(switches(stage.address(B))).isEqualTo(bAfter);
        assertThat(stage.everEmpty()).isFalse();
        assertThat(stage.written().stream().filter(Write::changed)).hasSize(writes);
        assertThat(stage.writes()).as("none for nothing").isEqualTo(writes);
        assertThat(stage.written())
                .extracting(write -> write.parameters().get("ClientToken"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void an_answer_without_success_is_a_failure() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.atWrite(Fault.unsuccessful());
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A));
            assertThat(publisher.events())
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    PublishEvent.Retrying.class,
                                    retrying -> assertThat(retrying.failure().code())
                                            .isEqualTo("unsuccessful")));
        }
        assertThat(stage.enabled()).containsExactly(A);
        assertThat(stage.writes()).isEqualTo(1);
    }

    @Test
    void what_gtm_finds_dead_is_no_difference_and_no_removal_relies_on_it() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.cloud.cloud().health(A.getHostAddress(), false);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.desired(A, B));
            assertThat(publisher.told(publisher.desired(A))).isInstanceOf(PublishOutcome.Failed.class);
            assertThat(stage.writes()).isZero();
            stage.cloud.cloud().health(A.getHostAddress(), true);
            publisher.until(() -> stage.enabled().equals(Set.of(A)), "B goes when A is back");
        }
    }

    private void pool(String strategy, int... weights) {
        stage.cloud
                .cloud()
                .change(account -> account.with(Gtm3Stage.pool(FOUR, strategy, List.of(FOREIGN, A, B), weights)));
    }

    private static List<String> slots(CloudGtmPool pool) {
        return pool.addresses().stream()
                .map(slot -> slot.id() + " " + slot.weight() + " " + slot.serialNumber() + " " + slot.requestSource())
                .toList();
    }

    private List<String> slots() {
        return slots(Gtm3Stage.pool(stage.account(), FOUR));
    }

    @Test
    void weights_are_a_list_that_says_everything_again_where_the_pool_weighs_and_nowhere_else() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        pool("weight", 9, 1, 1);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.weighted(new WeightedAddress(A, 30), new WeightedAddress(B, 10)));
            assertThat(slots())
                    .containsExactly(
                            "addr-198.51.100.99 9 1 [line-0]",
                            "addr-203.0.113.10 3 2 [line-1]",
                            "addr-203.0.113.20 1 3 [line-2]");
        }
        assertThat(stage.writes()).isEqualTo(1);
        pool("round_robin", 9, 1, 1);
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.weighted(new WeightedAddress(A, 10), new WeightedAddress(B, 70)));
        }
        assertThat(stage.writes()).isEqualTo(1);
    }

    @Test
    void a_list_that_somebody_changed_before_the_write_is_not_undone() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        pool("weight", 9, 1, 1);
        RecordSet held = read();
        pool("weight", 5, 1, 1);
        var weigh = new Change.SetWeight(held.of(A).orElseThrow(), 3);
        Failure why = failure(stage.provider().write(stage.name(), held, List.of(weigh), Calls.soon()));
        assertThat(why.kind()).isEqualTo(FailureClass.CHANGED);
        assertThat(stage.writes()).isZero();
    }

    @Test
    void an_address_of_the_account_that_the_pool_lacks_is_put_into_it_behind_the_others() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.cloud.cloud().change(account -> account.with(Gtm3Stage.pool(FOUR, "weight", List.of(FOREIGN, A), 9, 4)));
        set(B, "disabled manual-unavailable");
        try (var publisher = new Published(stage).started()) {
            publisher.applied(publisher.weighted(new WeightedAddress(A, 20), new WeightedAddress(B, 10)));
        }
        assertThat(slots())
                .containsExactly(
                        "addr-198.51.100.99 9 1 [line-0]",
                        "addr-203.0.113.10 2 2 [line-1]",
                        "addr-203.0.113.20 1 3 [line-1]");
        assertThat(switches(stage.address(B))).isEqualTo("enabled auto");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unknown, no-address, 'the account has no address 203.0.113.20: make it in the console, with its health checks'",
        "nearness, by-nearness, 'pool pool-900000000000000001 answers by nearness: say there for which sources 203.0.113.20 is'",
    })
    void what_only_a_person_can_add_is_told_and_the_rest_is_done(String how, String code, String text)
            throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.cloud.cloud().change(account -> {
            var pool = Gtm3Stage.pool(
                    FOUR, how.equals("nearness") ? "source_nearest" : "round_robin", List.of(FOREIGN, A), 1, 1);
            var b = stage.address(B);
            var elsewhere = new CloudGtmAddress(
                    id(B), b.name(), "203.0.113.99", b.type(), true, false, true, "any_ok", List.of());
            return account.with(pool).with(how.equals("unknown") ? elsewhere : b);
        });
        try (var publisher = new Published(stage).started()) {
            assertThat(publisher.told(publisher.desired(B, SIX)))
                    .isInstanceOfSatisfying(PublishOutcome.Failed.class, failed -> {
                        assertThat(failed.failure().kind()).isEqualTo(FailureClass.CONFIG);
                        assertThat(failed.failure().code()).isEqualTo(code);
                        assertThat(failed.failure().text()).isEqualTo(text);
                    });
        }
        assertThat(stage.enabled())
                .as("IPv6 is there, and IPv4 has not lost its last")
                .contains(A, SIX);
    }

    @Test
    void nothing_relies_on_a_pool_that_is_switched_off() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.hold(List.of(A, SIX));
        stage.cloud
                .cloud()
                .change(account -> account.with(Gtm3Stage.pool(account, FOUR).withEnabled(false)));
        try (var publisher = new Published(stage).started()) {
            assertThat(publisher.told(publisher.desired(A)))
                    .isInstanceOfSatisfying(
                            PublishOutcome.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo("pool-off"));
        }
        assertThat(stage.enabled()).as("the last that is answered").contains(SIX);
    }

    @Test
    void pools_are_found_by_the_access_domain_or_named() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        stage.hold(List.of(A, SIX));
        assertThat(read().answering()).containsExactlyInAnyOrder(A, SIX);
        var named = stage.provider(List.of(SIXES));
        assertThat(named.read(stage.name(), Calls.soon()))
                .isInstanceOfSatisfying(
                        Reading.Known.class,
                        known -> assertThat(known.records().answering()).containsExactly(SIX));
        named.close();
        var other = new io.failoverd.dns.model.ManagedName("other.example.com", "x", List.of(A), Duration.ZERO);
        assertThat(stage.provider().read(other, Calls.soon()))
                .isInstanceOfSatisfying(Reading.Unknown.class, unknown -> {
                    assertThat(unknown.why().kind()).isEqualTo(FailureClass.CONFIG);
                    assertThat(unknown.why().text())
                            .isEqualTo(
                                    "instance gtm-cn-fake0003 has no access domain other.example.com with pools of addresses");
                });
    }

    @Test
    void gtm_s_own_health_is_told_of_every_address() throws Exception {
        stage = new Gtm3Stage(Control.ONLINE);
        stage.hold(List.of(A, B, SIX));
        stage.cloud.cloud().change(account -> {
            CloudGtmAddress six = stage.address(SIX);
            return account.with(new CloudGtmAddress(
                    six.id(), six.name(), six.address(), six.type(), true, true, true, "any_ok", List.of()));
        });
        stage.cloud.cloud().health(B.getHostAddress(), false);
        assertThat(stage.provider().health(stage.name(), Calls.soon()))
                .isEqualTo(new HealthReading.Known(
                        Map.of(A, TargetHealth.OK, B, TargetHealth.FAILING, SIX, TargetHealth.UNMONITORED)));
    }

    @ParameterizedTest
    @CsvSource({"MANUAL, enabled manual-unavailable", "DISABLE, disabled manual-unavailable"})
    void handing_back_leaves_all_of_ours_to_gtm(TakeOut takeOut, String b) throws Exception {
        stage = new Gtm3Stage(Control.ONLINE, takeOut, UnaryOperator.identity());
        set(B, b);
        set(FOREIGN, "disabled manual-unavailable");
        var publisher = new Published(stage).publisher();
        assertThat(publisher.handBack(stage.name().name(), Set.of(), Published.SOON))
                .isInstanceOf(HandBack.Done.class);
        assertThat(switches(stage.address(A))).isEqualTo("enabled auto");
        assertThat(switches(stage.address(B))).isEqualTo("enabled auto");
        assertThat(switches(stage.address(SIX))).isEqualTo("enabled auto");
        assertThat(switches(stage.address(FOREIGN))).isEqualTo("disabled manual-unavailable");
        publisher.close();
    }

    @Test
    void an_address_that_is_not_known_by_its_id_yet_is_read_first() throws Exception {
        stage = new Gtm3Stage(Control.SMART);
        RecordSet held = read().after(List.of(new Change.Add(FOREIGN, OptionalInt.empty(), Duration.ZERO)));
        var disable = new Change.Disable(held.of(FOREIGN).orElseThrow());
        assertThat(failure(stage.provider().write(stage.name(), held, List.of(disable), Calls.soon()))
                        .kind())
                .isEqualTo(FailureClass.CHANGED);
    }
}
