package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.AlidnsStage.A;
import static io.failoverd.daemon.publish.AlidnsStage.B;
import static io.failoverd.daemon.publish.AlidnsStage.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Weights count where weighted round robin is on, and nowhere else. */
class AlidnsWeightsTest {
    private static final String STATUS = "SetDomainRecordStatus";
    private static final String WEIGHT = "UpdateDNSSLBWeight";

    private static AlidnsStage weighted() throws Exception {
        var stage = new AlidnsStage(Account.start(Edition.ENTERPRISE_ULTIMATE, each -> each, "192.0.2.1", "192.0.2.2"));
        stage.console(
                "SetDNSSLBStatus",
                Map.of("SubDomain", AlidnsStage.WWW, "DomainName", Account.DOMAIN, "Type", "A", "Open", "true"));
        stage.provider().warmUp(Calls.soon());
        return stage;
    }

    private static WeightedAddress share(InetAddress address, int weight) {
        return new WeightedAddress(address, weight);
    }

    private static RecordSet read(AlidnsStage stage) {
        Reading reading = stage.provider().read(stage.name(), Calls.soon());
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known) reading).records();
    }

    @Test
    void shares_are_set_where_weighting_is_on() throws Exception {
        try (AlidnsStage stage = weighted();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(share(A, 30), share(B, 10)));
            assertThat(stage.record(A).weight()).isEqualTo(3);
            assertThat(stage.record(B).weight()).isEqualTo(1);
            published.verified();
            int writes = stage.writes();
            published.applied(published.publish(share(A, 3), share(B, 1)));
            assertThat(stage.writes()).as("the same shares").isEqualTo(writes);
        }
    }

    @Test
    void nothing_is_weighed_where_it_is_off() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(share(A, 30), share(B, 10), share(SIX, 7)));
            assertThat(stage.written()).extracting(Write::action).containsExactly("AddDomainRecord");
        }
    }

    @Test
    void an_address_comes_back_before_it_is_weighed() throws Exception {
        try (AlidnsStage stage = weighted();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(share(A, 1), share(B, 4)));
            published.applied(published.publish(share(A, 1)));
            published.verified();
            int before = stage.writes();
            published.applied(published.publish(share(A, 1), share(B, 2)));
            assertThat(stage.written().subList(before, stage.writes()))
                    .extracting(Write::action)
                    .containsExactly(STATUS, WEIGHT);
            assertThat(stage.record(B).weight()).isEqualTo(2);
        }
    }

    /** What we keep of the domain is minutes old, and somebody has switched it off in the console. */
    @Test
    void weighting_that_was_switched_off_is_noticed_by_the_refusal() throws Exception {
        try (AlidnsStage stage = weighted();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(A, B));
            stage.cloud().cloud().faults().next(WEIGHT, 100, Fault.refused(400, "DisableDNSSLB", "closed"));
            published.applied(published.publish(share(A, 1), share(B, 5)));
            assertThat(stage.cloud().cloud().journal().hits(WEIGHT)).hasSize(1);
        }
    }

    @Test
    void a_weight_of_nothing_is_no_answer_though_the_record_is_enabled() throws Exception {
        try (AlidnsStage stage = weighted()) {
            stage.cloud().cloud().change(account -> {
                var domain = Objects.requireNonNull(account.domains().get(Account.DOMAIN));
                return account.with(domain.with(stage.record(B).withWeight(0)));
            });
            RecordSet held = read(stage);
            assertThat(held.enabled()).as("B is no address to rely on").containsExactly(A);
            var back = new Change.Enable(held.of(B).orElseThrow());
            assertThat(stage.provider().write(stage.name(), held, List.of(back), Calls.soon()))
                    .isInstanceOf(WriteOutcome.Acknowledged.class);
            assertThat(stage.written()).extracting(Write::action).containsExactly(WEIGHT);
            assertThat(read(stage).enabled()).containsExactlyInAnyOrder(A, B);
        }
    }
}
