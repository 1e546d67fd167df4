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
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.HandBack;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What failoverd took of GTM 2.0 is left to GTM again: by hand, and at a stop. */
class Gtm2HandBackTest {
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

    private static final List<String> TAKEN =
            List.of("203.0.113.10 ONLINE 1", "203.0.113.20 OFFLINE 1", "198.51.100.99 ONLINE 1");
    private static final List<String> HANDED_BACK =
            List.of("203.0.113.10 SMART 1", "203.0.113.20 SMART 1", "198.51.100.99 ONLINE 1");

    private void taken() {
        stage.pool(FOUR, "ALL_RR", addr(A, "ONLINE", 1), addr(B, "OFFLINE", 1), addr(FOREIGN, "ONLINE", 1));
        stage.pool(SIXES, "ALL_RR", addr(SIX, "SMART", 1));
    }

    @Test
    void handing_back_leaves_all_of_ours_to_gtm_without_a_running_publisher() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        taken();
        var publisher = new Published(stage).publisher();
        assertThat(publisher.planHandBack(stage.name().name(), Set.of()))
                .isInstanceOfSatisfying(
                        HandBack.Planned.class,
                        plan -> assertThat(plan.diff().text())
                                .containsExactly(
                                        "enable 203.0.113.20 and leave it to the target's own health checks too",
                                        "leave 203.0.113.10 to the target's own health checks too",
                                        "foreign: 198.51.100.99 is no endpoint of this name and stays as it is"));
        assertThat(modes(stage.pool(FOUR))).isEqualTo(TAKEN);
        stage.trouble(Stage.Trouble.ANSWER_LOST);
        assertThat(publisher.handBack(stage.name().name(), Set.of(), Published.SOON))
                .isInstanceOf(HandBack.Done.class);
        assertThat(modes(stage.pool(FOUR))).isEqualTo(HANDED_BACK);
        assertThat(stage.writes()).as("one write for the pool").isEqualTo(1);
        assertThat(publisher.handBack(stage.name().name(), Set.of(), Published.SOON))
                .isEqualTo(new HandBack.Done(List.of(), List.of()));
        assertThat(publisher.handBack("other.example.com", Set.of(), Published.SOON))
                .isInstanceOf(HandBack.Refused.class);
        publisher.close();
    }

    @Test
    void handing_back_leaves_alone_what_it_is_told_to_and_says_what_it_could_not_do() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        taken();
        var publisher = new Published(stage).publisher();
        stage.cloud.cloud().faults().next("UpdateDnsGtmAddressPool", 100, Fault.refused(403, "Forbidden.RAM", "no"));
        assertThat(publisher.handBack(stage.name().name(), Set.of(), Published.SOON))
                .isInstanceOfSatisfying(
                        HandBack.Failed.class,
                        failed -> assertThat(failed.why().code()).isEqualTo("Forbidden.RAM"));
        stage.cloud.cloud().faults().clear();
        assertThat(publisher.handBack(stage.name().name(), Set.<InetAddress>of(B), Published.SOON))
                .isInstanceOf(HandBack.Done.class);
        assertThat(modes(stage.pool(FOUR)))
                .containsExactly("203.0.113.10 SMART 1", "203.0.113.20 OFFLINE 1", "198.51.100.99 ONLINE 1");
        publisher.close();
    }

    @Test
    void what_is_out_and_has_no_health_check_stays_out() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        taken();
        stage.cloud.cloud().change(account -> {
            DnsGtmPool four = Gtm2Stage.pool(account, FOUR);
            return account.with(new DnsGtmPool(
                    four.id(), four.instanceId(), four.name(), four.type(), four.lbaStrategy(), "", four.addrs()));
        });
        var publisher = new Published(stage).publisher();
        assertThat(publisher.handBack(stage.name().name(), Set.of(), Published.SOON))
                .isInstanceOfSatisfying(
                        HandBack.Done.class,
                        done -> assertThat(done.unchecked()).containsExactly(B));
        assertThat(modes(stage.pool(FOUR)))
                .containsExactly("203.0.113.10 SMART 1", "203.0.113.20 OFFLINE 1", "198.51.100.99 ONLINE 1");
        publisher.close();
    }

    @Test
    void a_stop_hands_back_where_that_is_wanted() throws Exception {
        stage = new Gtm2Stage(Control.ONLINE);
        taken();
        var publisher = new Published(stage).started();
        publisher.applied(publisher.desired(A));
        publisher.publisher().closeAndHandBack(_ -> Set.of(B), Duration.ofSeconds(10));
        assertThat(modes(stage.pool(FOUR)))
                .as("but for what an operator wants out")
                .containsExactly("203.0.113.10 SMART 1", "203.0.113.20 OFFLINE 1", "198.51.100.99 ONLINE 1");
        assertThat(stage.pool(SIXES).addrs()).containsExactly(addr(SIX, "SMART", 1));
    }
}
