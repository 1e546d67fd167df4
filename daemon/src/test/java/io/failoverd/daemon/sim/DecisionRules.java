package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What every decision has to do with the endpoints that it was taken for. */
final class DecisionRules {
    private static final Pattern NUMBER = Pattern.compile("[0-9]");

    /** Why a condemned endpoint may answer all the same. */
    private static final Set<ReasonCode> HOLDERS = EnumSet.of(
            ReasonCode.MIN_AVAILABLE,
            ReasonCode.REMOVAL_SPACING,
            ReasonCode.ALL_DOWN_FAIL_OPEN,
            ReasonCode.OVERRIDE_ONLINE);

    /** Why an endpoint may be out. */
    private static final Set<ReasonCode> EXCLUDERS = EnumSet.of(
            ReasonCode.CONDEMNED,
            ReasonCode.DOWN_BEFORE_RESTART,
            ReasonCode.AWAITING_FIRST_SUCCESS,
            ReasonCode.OVERRIDE_OFFLINE);

    private DecisionRules() {}

    static void check(ServiceState service, Decision decision, Moment now) {
        assertThat(decision.members()).hasSameSizeAs(service.endpoints());
        for (int i = 0; i < service.endpoints().size(); i++) {
            member(service.endpoints().get(i), decision.members().get(i));
        }
        answer(service.plan(), decision);
        condition(service, decision);
        assertThat(decision.ttl())
                .isBetween(
                        service.plan().rules().ttl().changing(),
                        service.plan().rules().ttl().steady());
        assertThat(service.due() == null || service.due().isAfter(now))
                .as("due %s after %s", service.due(), now)
                .isTrue();
    }

    /** Healthy by the operator's word, else by its own. */
    static boolean shouldAnswer(EndpointState endpoint) {
        if (endpoint.override() != null) {
            return endpoint.override().mode() == OverrideMode.ONLINE;
        }
        return endpoint.health().healthy();
    }

    private static void member(EndpointState endpoint, Member member) {
        assertThat(member.endpoint()).isEqualTo(endpoint.plan().name());
        assertThat(member.address()).isEqualTo(endpoint.plan().address());
        assertThat(member.reasons()).as("reasons of %s", member.endpoint()).isNotEmpty();
        for (Reason reason : member.reasons()) {
            assertThat(reason.text()).as("%s has a number", reason.code()).containsPattern(NUMBER);
        }
        List<ReasonCode> codes = member.reasons().stream().map(Reason::code).toList();
        OverrideMode mode = endpoint.override() == null
                ? OverrideMode.SMART
                : endpoint.override().mode();
        switch (mode) {
            case ONLINE ->
                assertThat(member.inAnswer()).as("%s is online", member).isTrue();
            case OFFLINE ->
                assertThat(member.inAnswer()).as("%s is offline", member).isFalse();
            case DRAIN -> {}
            case SMART -> {
                if (endpoint.health().healthy()) {
                    assertThat(member.inAnswer()).as("%s is healthy", member).isTrue();
                } else if (member.inAnswer()) {
                    assertThat(codes).as("what holds %s", member).containsAnyElementsOf(HOLDERS);
                }
            }
        }
        if (!member.inAnswer()) {
            assertThat(codes).as("why %s is out", member).containsAnyElementsOf(EXCLUDERS);
        }
    }

    private static void answer(ServicePlan plan, Decision decision) {
        var allowed = new HashSet<InetAddress>();
        plan.endpoints().forEach(endpoint -> allowed.add(endpoint.address()));
        if (decision.condition() == Condition.ALL_DOWN_FALLBACK
                && plan.rules().allDown() instanceof AllDown.Fallback fallback) {
            assertThat(decision.answer()).isEqualTo(fallback.addresses());
            return;
        }
        assertThat(decision.answer()).isSubsetOf(allowed).doesNotHaveDuplicates();
        assertThat(decision.answer())
                .isEqualTo(decision.members().stream()
                        .filter(Member::inAnswer)
                        .map(Member::address)
                        .toList());
        if (plan.rules().allDown() instanceof AllDown.FailOpen && decision.condition() != Condition.ALL_OFFLINE) {
            assertThat(decision.answer()).as("never empty under fail-open").isNotEmpty();
        }
    }

    private static void condition(ServiceState service, Decision decision) {
        long healthy =
                service.endpoints().stream().filter(DecisionRules::shouldAnswer).count();
        boolean allOffline = service.endpoints().stream()
                .allMatch(endpoint ->
                        endpoint.override() != null && endpoint.override().mode() == OverrideMode.OFFLINE);
        assertThat(decision.condition() == Condition.NORMAL).isEqualTo(healthy > 0);
        assertThat(decision.condition() == Condition.ALL_OFFLINE).isEqualTo(allOffline);
        assertThat(service.open().allDown()).isEqualTo(decision.condition().allDown());
        if (healthy > 0) {
            long couldAnswer = service.endpoints().stream()
                    .filter(endpoint -> shouldAnswer(endpoint)
                            || (endpoint.override() == null
                                    && endpoint.health().health().condemned()))
                    .count();
            assertThat(decision.answer())
                    .as("minAvailable %d", service.plan().rules().minAvailable())
                    .hasSizeGreaterThanOrEqualTo(
                            (int) Math.min(service.plan().rules().minAvailable(), couldAnswer));
        }
    }
}
