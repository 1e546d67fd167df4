package io.failoverd.daemon.publish;

import static io.failoverd.daemon.publish.AlidnsStage.A;
import static io.failoverd.daemon.publish.AlidnsStage.B;
import static io.failoverd.daemon.publish.AlidnsStage.FOREIGN;
import static io.failoverd.daemon.publish.AlidnsStage.SIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.failoverd.daemon.demo.cloud.Hit;
import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is Alidns' own: pages, lines, ids and editions. */
class AlidnsRecordsTest {
    private static final String READ = "DescribeSubDomainRecords";
    private static final String STATUS = "SetDomainRecordStatus";

    private static RecordSet read(AlidnsStage stage) {
        Reading reading = stage.provider().read(stage.name(), Calls.soon());
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known) reading).records();
    }

    private static Failure unknown(AlidnsStage stage) {
        Reading reading = stage.provider().read(stage.name(), Calls.soon());
        assertThat(reading).isInstanceOf(Reading.Unknown.class);
        return ((Reading.Unknown) reading).why();
    }

    private static Failure failure(AlidnsStage stage, RecordSet held, Change change) {
        WriteOutcome outcome = stage.provider().write(stage.name(), held, List.of(change), Calls.soon());
        assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
        return ((WriteOutcome.Failed) outcome).failure();
    }

    private static Change.Disable disable(RecordSet held, InetAddress address) {
        return new Change.Disable(held.of(address).orElseThrow());
    }

    private static List<String> actions(AlidnsStage stage) {
        return stage.cloud().cloud().journal().hits().stream().map(Hit::action).toList();
    }

    @Test
    void a_failover_is_a_read_a_write_and_a_read() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            published.applied(published.publish(A, B));
            published.verified();
            int before = actions(stage).size();
            published.applied(published.publish(A));
            published.verified();
            assertThat(actions(stage).subList(before, actions(stage).size())).containsExactly(READ, STATUS, READ);
        }
    }

    @Test
    void a_name_of_more_than_a_page_is_read_wholly_or_not_at_all() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            for (int i = 0; i < 230; i++) {
                stage.add("www", InetAddress.ofLiteral("198.51.100." + i), "default");
            }
            assertThat(read(stage).records()).hasSize(232);
            assertThat(actions(stage).stream().filter(READ::equals)).hasSize(3);
            for (Fault fault :
                    List.of(Fault.unavailable(), Fault.htmlPage(), Fault.droppedAfter(), Fault.unsuccessful())) {
                stage.cloud().cloud().faults().next(READ, 2, Fault.NONE);
                stage.cloud().cloud().faults().next(READ, fault);
                assertThat(unknown(stage).kind()).as("%s", fault).isEqualTo(FailureClass.TRANSIENT);
            }
            // The third page is of a time when there was one record fewer.
            stage.console(
                    "DeleteDomainRecord", Map.of("RecordId", stage.record(A).id()));
            stage.cloud().cloud().faults().next(READ, 2, Fault.NONE);
            stage.cloud().cloud().faults().next(READ, Fault.stale(Duration.ofMinutes(5)));
            assertThat(unknown(stage).code()).isEqualTo("partial");
            assertThat(read(stage).records()).hasSize(231);
        }
    }

    /** A dynamic DNS client once changed {@code hkg2} for {@code hkg} (godns, issue 77), since searches are fuzzy. */
    @Test
    void names_that_only_look_alike_are_not_ours() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            for (String other : List.of("www2", "ww", "a.www", "www.www", "@", "*")) {
                stage.add(other, B, "default");
            }
            published.applied(published.publish(A));
            assertThat(stage.enabled()).containsExactly(A);
            assertThat(Objects.requireNonNull(
                                    stage.cloud().cloud().account().domains().get(Account.DOMAIN))
                            .records()
                            .values())
                    .filteredOn(record ->
                            !record.rr().equals("www") && record.value().equals("192.0.2.2"))
                    .hasSize(6)
                    .allMatch(DomainRecord::enabled);
        }
    }

    @Test
    void the_apex_of_a_domain_is_a_name_like_others() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            var apex = new ManagedName(Account.DOMAIN, Account.DOMAIN, List.of(A, B), Duration.ZERO);
            try (var published = new AlidnsPublication(stage, apex)) {
                published.applied(published.publish(A, B));
                published.applied(published.publish(B));
                published.verified();
            }
            assertThat(stage.written())
                    .extracting(Write::action)
                    .containsExactly("AddDomainRecord", "AddDomainRecord", STATUS);
        }
    }

    @Test
    void records_of_other_lines_stay_as_they_are() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm();
                var published = new AlidnsPublication(stage, stage.name())) {
            stage.add("www", B, "telecom");
            stage.add("www", FOREIGN, "telecom");
            assertThat(read(stage).records()).hasSize(2);
            published.applied(published.publish(A));
            assertThat(stage.records().filter(each -> each.line().equals("telecom")))
                    .hasSize(2)
                    .allMatch(DomainRecord::enabled);
            assertThat(stage.record(B).enabled()).isFalse();
            assertThat(stage.provider().ask(stage.name(), Calls.soon()))
                    .as("what we are answered depends on the line that we are in")
                    .isEmpty();
        }
    }

    @Test
    void a_line_of_its_own_is_kept_and_the_default_one_is_not() throws Exception {
        var cloud = Account.start(Edition.ENTERPRISE_ULTIMATE, each -> each, "192.0.2.1", "192.0.2.2");
        try (var stage = new AlidnsStage(cloud, Account.settings(cloud), "telecom");
                var published = new AlidnsPublication(stage, stage.name())) {
            stage.add("www", A, "telecom");
            published.applied(published.publish(B));
            assertThat(stage.records().filter(each -> each.line().equals("telecom")))
                    .extracting(DomainRecord::value, DomainRecord::enabled)
                    .containsExactlyInAnyOrder(tuple("192.0.2.1", false), tuple("192.0.2.2", true));
            assertThat(stage.record(A).enabled()).isTrue();
            assertThat(stage.provider().ask(stage.name(), Calls.soon())).isEmpty();
        }
    }

    @Test
    void an_id_that_is_gone_is_looked_up_again() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            RecordSet held = read(stage);
            stage.console(
                    "DeleteDomainRecord", Map.of("RecordId", stage.record(B).id()));
            stage.add("www", B, "default");
            assertThat(failure(stage, held, disable(held, B)).kind()).isEqualTo(FailureClass.STALE_ID);
            RecordSet now = read(stage);
            assertThat(stage.provider().write(stage.name(), now, List.of(disable(now, B)), Calls.soon()))
                    .isInstanceOf(WriteOutcome.Acknowledged.class);
            assertThat(stage.enabled()).containsExactly(A);
        }
    }

    @Test
    void what_is_added_is_looked_at_before_it_is_changed() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            RecordSet held = read(stage);
            var add = new Change.Add(SIX, OptionalInt.empty(), Duration.ofMinutes(1));
            assertThat(stage.provider().write(stage.name(), held, List.of(add), Calls.soon()))
                    .isInstanceOf(WriteOutcome.Acknowledged.class);
            RecordSet after = held.after(List.of(add));
            assertThat(failure(stage, after, disable(after, SIX)).code()).isEqualTo("no-id");
            assertThat(failure(stage, held, add).kind())
                    .as("it is there already: DomainRecordDuplicate")
                    .isEqualTo(FailureClass.CHANGED);
        }
    }

    @Test
    void a_ttl_is_never_set_below_what_the_edition_allows() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm(Edition.FREE, each -> each);
                var published = new AlidnsPublication(stage, AlidnsStage.name(Duration.ofMinutes(1)))) {
            assertThat(read(stage).smallestTtl()).isEqualTo(Duration.ofMinutes(10));
            published.applied(published.publish(A, B));
            assertThat(stage.writes()).isZero();
            stage.console(
                    "UpdateDomainRecord",
                    Map.of(
                            "RecordId",
                            stage.record(B).id(),
                            "RR",
                            "www",
                            "Type",
                            "A",
                            "Value",
                            "192.0.2.2",
                            "TTL",
                            "3600"));
            published.applied(published.publish(A, B, SIX));
            assertThat(stage.records().toList()).hasSize(3).allMatch(record -> record.ttl() == 600);
            Write update = stage.written().getLast();
            assertThat(update.action()).isEqualTo("UpdateDomainRecord");
            assertThat(update.parameters())
                    .containsEntry("RR", "www")
                    .containsEntry("Value", "192.0.2.2")
                    .containsEntry("Line", "default")
                    .containsEntry("Type", "A");
        }
    }

    @Test
    void a_ttl_becomes_as_small_as_is_wanted_where_the_edition_allows_it() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm(Edition.ENTERPRISE_STANDARD, each -> each);
                var published = new AlidnsPublication(stage, AlidnsStage.name(Duration.ofSeconds(90)))) {
            published.applied(published.publish(A, B));
            assertThat(stage.records().toList()).allMatch(record -> record.ttl() == 90);
        }
    }

    /** The right to see the domain is not needed to fail over. */
    @Test
    void without_the_edition_and_the_weighting_addresses_are_still_kept() throws Exception {
        var cloud = Account.start(Edition.FREE, each -> each, "192.0.2.1", "192.0.2.2");
        for (String action : List.of("DescribeDomainInfo", "DescribeDNSSLBSubDomains")) {
            cloud.cloud().faults().next(action, 100, Fault.refused(403, "Forbidden.RAM", "no right"));
        }
        try (var stage = new AlidnsStage(cloud);
                var published = new AlidnsPublication(stage, AlidnsStage.name(Duration.ofMinutes(1)))) {
            stage.provider().warmUp(Calls.soon());
            published.applied(published.publish(A, SIX));
            assertThat(stage.enabled()).containsExactlyInAnyOrder(A, SIX);
            assertThat(stage.record(SIX).ttl()).isEqualTo(600);
        }
    }

    @Test
    void a_name_that_is_something_else_than_addresses_is_unknown_and_says_what() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            stage.hold(List.of());
            stage.console(
                    "DeleteDomainRecord", Map.of("RecordId", stage.record(B).id()));
            assertThat(read(stage).records())
                    .as("a name without records is known")
                    .isEmpty();
            stage.console(
                    "AddDomainRecord",
                    Map.of("DomainName", Account.DOMAIN, "RR", "www", "Type", "CNAME", "Value", "elsewhere.example"));
            Failure alias = unknown(stage);
            assertThat(alias.kind()).isEqualTo(FailureClass.CONFIG);
            assertThat(alias.text()).contains("alias of elsewhere.example");
            var elsewhere = new ManagedName("www.example.org", "example.org", List.of(A), Duration.ZERO);
            assertThat(stage.provider().read(elsewhere, Calls.soon()))
                    .isInstanceOfSatisfying(
                            Reading.Unknown.class,
                            unknown -> assertThat(unknown.why().kind()).isEqualTo(FailureClass.OPERATOR));
            var outside = new ManagedName("www.example.org", Account.DOMAIN, List.of(A), Duration.ZERO);
            assertThat(stage.provider().read(outside, Calls.soon()))
                    .isInstanceOfSatisfying(
                            Reading.Unknown.class,
                            unknown -> assertThat(unknown.why().kind()).isEqualTo(FailureClass.CONFIG));
        }
    }

    @Test
    void one_address_in_two_spellings_is_for_a_person_to_settle() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            stage.add("www", SIX, "default");
            stage.console(
                    "AddDomainRecord",
                    Map.of("DomainName", Account.DOMAIN, "RR", "www", "Type", "AAAA", "Value", "2001:db8::6"));
            assertThat(unknown(stage).code()).isEqualTo("twice");
        }
    }

    @Test
    void its_name_servers_are_asked_directly() throws Exception {
        try (AlidnsStage stage = AlidnsStage.warm()) {
            assertThat(stage.provider().ask(stage.name(), Calls.soon()))
                    .singleElement()
                    .isInstanceOfSatisfying(ServerAnswer.Answered.class, answer -> {
                        assertThat(answer.addresses()).containsExactlyInAnyOrder(A, B);
                        assertThat(answer.whole()).isTrue();
                    });
        }
    }
}
