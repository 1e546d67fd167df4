package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Endpoints that are host names: their addresses come and go, and nothing that fails takes one away. */
class HostNamesTest {
    private static final String HOST = "nlb.example.net";

    private static HostPlan host(String name) {
        return new HostPlan(name, "cn-" + name, name + ".example.net", HostPlan.Family.BOTH, 100, 1);
    }

    /** One address and one name. */
    private static ServicePlan mixed() {
        return named(Plans.plan("a=1"), host("nlb"));
    }

    private static ServicePlan named(ServicePlan plan, HostPlan... hosts) {
        return new ServicePlan(plan.name(), plan.rules(), plan.maintenance(), plan.endpoints(), List.of(hosts), null);
    }

    /** Nothing but names. */
    private static ServicePlan only(HostPlan... hosts) {
        ServicePlan plan = Plans.plan("a=1");
        return new ServicePlan(plan.name(), plan.rules(), plan.maintenance(), List.of(), List.of(hosts), null);
    }

    private static List<Effect> resolve(Stage stage, String seconds, String endpoint, int... lastOctets) {
        List<InetAddress> found =
                IntStream.of(lastOctets).mapToObj(Plans::address).toList();
        return stage.step(seconds, new Event.HostResolved(Plans.SERVICE, endpoint, endpoint + ".example.net", found));
    }

    private static List<Effect> fail(Stage stage, String seconds, String why) {
        return stage.step(seconds, new Event.HostUnresolved(Plans.SERVICE, "nlb", HOST, why));
    }

    /** {@code probe(stage, "nlb@203.0.113.7", "U1 U2")}. */
    private static Stage probe(Stage stage, String endpoint, String results) {
        for (String result : results.split(" ", -1)) {
            String start = result.substring(1);
            var id = new TargetId(Plans.SERVICE, endpoint, Plans.CHECK);
            stage.step(
                    start,
                    new Event.ProbeFinished(ProbeScript.probed(
                            id, result.charAt(0), at(start), at(start).plus(Duration.ofMillis(20)))));
        }
        return stage;
    }

    private static String answer(Stage stage) {
        return stage.decision().answer().stream()
                .map(InetAddress::getHostAddress)
                .map(each -> each.substring(each.lastIndexOf('.') + 1))
                .collect(Collectors.joining(" "));
    }

    private static String endpoints(Stage stage) {
        return stage.service().endpoints().stream()
                .map(each -> each.plan().name().replace("203.0.113.", ""))
                .collect(Collectors.joining(" "));
    }

    private static String told(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.HostTold.class::isInstance)
                .map(effect -> ((Effect.HostTold) effect).text())
                .collect(Collectors.joining("; "));
    }

    @Test
    void the_first_addresses_of_a_cold_start_answer_at_once() {
        Stage stage = Stage.of(only(host("nlb")));
        assertThat(stage.service().decision()).as("nothing to answer").isNull();
        stage.step("0.5", new Event.Tick());
        assertThat(resolve(stage, "1", "nlb", 7, 8))
                .filteredOn(Effect.EndpointsChanged.class::isInstance)
                .hasSize(1);
        assertThat(endpoints(stage)).isEqualTo("nlb@7 nlb@8");
        assertThat(answer(stage)).isEqualTo("7 8");
        assertThat(stage.alerts()).isEmpty();
    }

    @Test
    void an_address_that_comes_later_answers_after_its_first_success() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7);
        assertThat(answer(stage)).as("a cold start").isEqualTo("1 7");
        resolve(stage, "2", "nlb", 7, 8);
        assertThat(answer(stage)).isEqualTo("1 7");
        probe(stage, "nlb@203.0.113.8", "U3");
        assertThat(answer(stage)).isEqualTo("1 7 8");
    }

    @Test
    void an_address_that_goes_leaves_the_answer_and_nothing_of_it_stays() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7, 8);
        probe(stage, "nlb@203.0.113.8", "D2 D2.5 D3 D3.5");
        assertThat(stage.alerts()).isEqualTo("address.removed+nlb@203.0.113.8");
        List<Effect> effects = resolve(stage, "5", "nlb", 7);
        assertThat(answer(stage)).isEqualTo("1 7");
        assertThat(effects).contains(new Effect.Forget(Plans.SERVICE, "nlb@203.0.113.8"));
        assertThat(stage.alerts()).as("what began ends").isEqualTo("address.restored-nlb@203.0.113.8");
        probe(stage, "nlb@203.0.113.8", "U6");
        assertThat(endpoints(stage)).as("a late result").isEqualTo("a nlb@7");
    }

    @Test
    void the_same_addresses_in_another_order_change_nothing() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7, 8);
        long generation = stage.decision().generation();
        assertThat(resolve(stage, "2", "nlb", 8, 7)).isEmpty();
        assertThat(stage.decision().generation()).isEqualTo(generation);
        assertThat(stage.service().host("nlb").resolved()).isEqualTo(at("2"));
        assertThat(stage.service().host("nlb").changed()).isEqualTo(at("1"));
    }

    @Test
    void failures_keep_the_last_addresses_and_alert_once_from_the_third_until_it_is_resolved_again() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7);
        assertThat(told(fail(stage, "60", "192.0.2.53 answers the query SERVFAIL for A")))
                .isEqualTo("nlb.example.net cannot be resolved: 192.0.2.53 answers the query SERVFAIL for A;"
                        + " 203.0.113.7 stays");
        assertThat(told(fail(stage, "61", "192.0.2.53 answers the query SERVFAIL for A")))
                .as("told once")
                .isEmpty();
        assertThat(stage.alerts()).isEmpty();
        fail(stage, "63", "it does not exist (NXDOMAIN)");
        fail(stage, "67", "it does not exist (NXDOMAIN)");
        assertThat(stage.alerts()).isEqualTo("host.unresolved+nlb");
        assertThat(answer(stage)).isEqualTo("1 7");
        assertThat(stage.service().host("nlb").trouble())
                .isEqualTo(new HostState.Trouble(at("60"), 4, "it does not exist (NXDOMAIN)"));
        assertThat(told(resolve(stage, "70", "nlb", 7))).isEqualTo("nlb.example.net has 203.0.113.7, as before");
        assertThat(stage.alerts()).isEqualTo("host.unresolved-nlb");
        assertThat(stage.service().host("nlb").trouble()).isNull();
    }

    @Test
    void a_restart_goes_on_with_the_last_addresses_what_was_down_stays_out_and_the_alert_still_ends() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7, 8);
        probe(stage, "nlb@203.0.113.8", "D2 D2.5 D3 D3.5");
        Stream.of("4", "5", "6").forEach(each -> fail(stage, each, "no answer"));
        assertThat(stage.alerts()).isEqualTo("address.removed+nlb@203.0.113.8 host.unresolved+nlb");
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(10)), Stage.NOON.plusSeconds(12), mixed());
        assertThat(endpoints(next)).isEqualTo("a nlb@7 nlb@8");
        assertThat(answer(next)).isEqualTo("1 7");
        assertThat(next.effects).contains(new Effect.EndpointsChanged(Plans.SERVICE));
        assertThat(next.service().host("nlb").resolved()).isNull();
        resolve(next, "1", "nlb", 7, 8);
        assertThat(next.alerts()).isEqualTo("host.unresolved-nlb");
    }

    @Test
    void a_reload_keeps_the_addresses_of_a_name_also_under_another_host_until_that_is_resolved() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7);
        var moved = new HostPlan("nlb", "cn-nlb", "new.example.net", HostPlan.Family.BOTH, 100, 1);
        stage.reload("2", named(Plans.plan("a=1"), moved));
        assertThat(answer(stage)).isEqualTo("1 7");
        resolve(stage, "3", "nlb", 9);
        assertThat(endpoints(stage)).as("a late answer for the old host").isEqualTo("a nlb@7");
        stage.step("4", new Event.HostResolved(Plans.SERVICE, "nlb", "new.example.net", List.of(Plans.address(9))));
        assertThat(endpoints(stage)).isEqualTo("a nlb@9");
        stage.reload("5", Plans.plan("a=1"));
        assertThat(endpoints(stage)).isEqualTo("a");
        assertThat(stage.service().hosts()).isEmpty();
    }

    @Test
    void a_reload_that_puts_a_name_in_the_place_of_its_address_goes_on_with_that_address() {
        Stage stage = Stage.of(Plans.plan("a=1 n=7"));
        stage.play("nU1 nU2 nU3");
        stage.reload("4", named(Plans.plan("a=1"), host("n")));
        assertThat(endpoints(stage)).isEqualTo("a n@7");
        assertThat(answer(stage)).isEqualTo("1 7");
        assertThat(stage.health("n@203.0.113.7").name())
                .as("it was not asked anew")
                .isEqualTo("UP");
        stage.reload("5", Plans.plan("a=1 n=7"));
        assertThat(stage.health("n").name()).isEqualTo("UP");
    }

    @Test
    void an_alert_of_a_name_that_a_reload_takes_away_ends() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 7);
        Stream.of("4", "5", "6").forEach(each -> fail(stage, each, "no answer"));
        assertThat(stage.alerts()).isEqualTo("host.unresolved+nlb");
        stage.reload("7", Plans.plan("a=1"));
        assertThat(stage.alerts()).isEqualTo("host.unresolved-nlb");
    }

    @Test
    void too_many_addresses_are_cut_and_those_that_were_there_stay() {
        Stage stage = Stage.of(mixed());
        resolve(stage, "1", "nlb", 200);
        assertThat(told(resolve(stage, "2", "nlb", IntStream.range(100, 111).toArray())))
                .contains("and 3 more, which are not used: 8 at most are");
        resolve(stage, "3", "nlb", 101);
        resolve(stage, "4", "nlb", 90, 91, 92, 93, 94, 95, 96, 97, 98, 101);
        assertThat(endpoints(stage)).contains("nlb@101").doesNotContain("nlb@97");
        assertThat(stage.service().host("nlb").unused()).isEqualTo(2);
    }

    @Test
    void an_address_that_two_names_have_is_probed_once_and_goes_on_with_the_other() {
        Stage stage = Stage.of(named(Plans.plan("a=1"), host("x"), host("y")));
        resolve(stage, "1", "x", 7, 1);
        resolve(stage, "1", "y", 7, 8);
        assertThat(endpoints(stage)).isEqualTo("a x@7 y@8");
        probe(stage, "x@203.0.113.7", "U2 U3");
        resolve(stage, "4", "x", 9);
        assertThat(endpoints(stage)).isEqualTo("a x@9 y@7 y@8");
        assertThat(stage.health("y@203.0.113.7").name()).isEqualTo("UP");
    }

    @Test
    void an_override_of_the_name_holds_for_every_address_and_for_those_that_come() {
        Stage stage = Stage.of(mixed());
        assertThat(stage.override("0.5", "nlb=offline").text())
                .isEqualTo("refused: nlb is a host name that has no address yet");
        resolve(stage, "1", "nlb", 7, 8);
        assertThat(stage.override("2", "nlb=offline")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(answer(stage)).isEqualTo("1");
        resolve(stage, "3", "nlb", 9);
        probe(stage, "nlb@203.0.113.9", "U4 U5 U6");
        assertThat(answer(stage)).isEqualTo("1");
        assertThat(stage.endpoint("nlb@203.0.113.9").override().mode()).isEqualTo(OverrideMode.OFFLINE);
        stage.override("7", "nlb=smart");
        assertThat(answer(stage)).isEqualTo("1 9");
        resolve(stage, "8", "nlb", 9, 10);
        stage.override("9", "nlb@203.0.113.9=offline");
        resolve(stage, "10", "nlb", 9, 10, 11);
        assertThat(stage.endpoint("nlb@203.0.113.11").override())
                .as("what is said of one address is not said of the name")
                .isNull();
    }

    @Test
    void an_override_of_the_name_that_would_leave_nothing_is_refused() {
        Stage stage = Stage.of(only(host("nlb")));
        resolve(stage, "1", "nlb", 7, 8);
        assertThat(stage.override("2", "nlb=offline")).isInstanceOf(OperatorOutcome.Refused.class);
        assertThat(stage.override("3", "nlb@203.0.113.7=offline")).isInstanceOf(OperatorOutcome.Accepted.class);
    }

    /** The story: one command overrode a load balancer, and none resumed it. */
    @Test
    void a_resume_of_the_name_is_one_of_each_of_its_addresses_that_is_out() {
        Stage stage = Stage.of(mixed());
        assertThat(stage.resume("0.5", "nlb").text()).isEqualTo("refused: nlb is a host name that has no address yet");
        resolve(stage, "1", "nlb", 7, 8, 9);
        for (String each : List.of("a", "nlb@203.0.113.7", "nlb@203.0.113.8", "nlb@203.0.113.9")) {
            probe(stage, each, "U2");
        }
        assertThat(stage.resume("2", "nlb").text())
                .endsWith("nlb of " + Plans.SERVICE + " is UP: nothing waits to be resumed");
        probe(stage, "nlb@203.0.113.7", "D3 D3.5 D4");
        probe(stage, "nlb@203.0.113.8", "D4.1 D4.5 D5");
        assertThat(answer(stage)).isEqualTo("1 9");

        assertThat(stage.resume("6", "nlb").text())
                .isEqualTo("nlb of " + Plans.SERVICE
                        + " is resumed by ops, 2 of its 3 addresses, and returns once its probes pass");
        probe(stage, "nlb@203.0.113.7", "U7 U8 U9 U10 U11 U12");
        probe(stage, "nlb@203.0.113.8", "U12.1 U13 U14 U15 U16 U17");
        assertThat(answer(stage)).as("long before the end of a hold-down").isEqualTo("1 7 8 9");
        assertThat(stage.resume("18", "nowhere")).isInstanceOf(OperatorOutcome.NotFound.class);
    }

    @Test
    void maintenance_of_the_name_holds_for_its_addresses() {
        var window = new MaintenanceWindow.Once(
                new MaintenanceWindow.Scope(Set.of("nlb"), Set.of()),
                Stage.NOON.minusSeconds(60),
                Stage.NOON.plusSeconds(60),
                "");
        ServicePlan plan = mixed();
        Stage stage = Stage.of(new ServicePlan(
                plan.name(), plan.rules(), new Maintenance(List.of(window)), plan.endpoints(), plan.hosts(), null));
        resolve(stage, "1", "nlb", 7, 8);
        assertThat(answer(stage)).isEqualTo("1");
    }

    @Test
    void where_all_addresses_are_others_at_once_the_new_ones_answer() {
        Stage stage = Stage.of(only(host("nlb")));
        resolve(stage, "1", "nlb", 7, 8);
        probe(stage, "nlb@203.0.113.7", "U2 U3");
        resolve(stage, "4", "nlb", 9);
        assertThat(answer(stage)).as("nothing of the old pool is left").isEqualTo("9");
    }

    @Test
    void addresses_of_another_family_are_not_taken() {
        var six = new HostPlan("nlb", "cn-nlb", HOST, HostPlan.Family.IPV6, 100, 1);
        Stage stage = Stage.of(named(Plans.plan("a=1"), six));
        resolve(stage, "1", "nlb", 7);
        assertThat(endpoints(stage)).isEqualTo("a");
        stage.step(
                "2", new Event.HostResolved(Plans.SERVICE, "nlb", HOST, List.of(InetAddress.ofLiteral("2001:db8::7"))));
        assertThat(endpoints(stage)).isEqualTo("a nlb@2001:db8:0:0:0:0:0:7");
    }
}
