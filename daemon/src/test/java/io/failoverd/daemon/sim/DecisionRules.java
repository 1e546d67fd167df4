package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every decision has to do with the endpoints that it was taken for. */
final class DecisionRules {
    /** Why an endpoint may be out. */
    private static final Set<ReasonCode> EXCLUDERS = EnumSet.of(
            ReasonCode.CONDEMNED,
            ReasonCode.DOWN_BEFORE_RESTART,
            ReasonCode.AWAITING_FIRST_SUCCESS,
            ReasonCode.OVERRIDE_OFFLINE,
            ReasonCode.DRAINED,
            ReasonCode.MAINTENANCE,
            ReasonCode.FROZEN,
            ReasonCode.ALL_DOWN_FAIL_OPEN,
            ReasonCode.ALL_DOWN_FAIL_CLOSED,
            ReasonCode.ALL_DOWN_FALLBACK);

    /** Why one that may answer may have to wait. */
    private static final Set<ReasonCode> SHARERS =
            EnumSet.of(ReasonCode.POLICY_WEIGHTED, ReasonCode.POLICY_REGIONAL, ReasonCode.POLICY_STANDBY);

    /** What an operator or the calendar says. */
    private static final Set<ReasonCode> SAID = EnumSet.of(
            ReasonCode.OVERRIDE_ONLINE, ReasonCode.OVERRIDE_OFFLINE, ReasonCode.DRAINED, ReasonCode.MAINTENANCE);

    private DecisionRules() {}

    static void check(World world, ServiceState service, Moment now) {
        Decision decision = service.decision();
        Promise.that(decision.members().size() == service.endpoints().size(), () -> "a member each: " + decision);
        var words = new ArrayList<Words>();
        for (int i = 0; i < service.endpoints().size(); i++) {
            words.add(Words.of(world, service, i, now));
            member(service, i, words.get(i));
        }
        answer(service.plan(), decision);
        condition(service, words);
        minAvailable(service, words);
        TtlPolicy ttl = service.plan().rules().ttl();
        Promise.that(
                decision.ttl().compareTo(ttl.changing()) >= 0 && decision.ttl().compareTo(ttl.steady()) <= 0,
                () -> "the TTL " + decision.ttl() + " of " + ttl);
    }

    private static void member(ServiceState service, int index, Words words) {
        EndpointState endpoint = service.endpoints().get(index);
        Member member = service.decision().members().get(index);
        Promise.that(
                member.endpoint().equals(endpoint.plan().name())
                        && member.address().equals(endpoint.plan().address())
                        && member.eligible() == endpoint.eligible(),
                () -> "the member of another endpoint: " + member + " " + endpoint);
        Promise.that(!member.inAnswer() || member.eligible(), () -> "answers and may not: " + member);
        aNumberInEachReason(member);
        Promise.that(!words.out() || !member.eligible(), () -> "never answers: " + member + " " + words);
        boolean fallback = service.decision().condition() == Condition.ALL_DOWN_FALLBACK;
        Promise.that(!words.online() || member.eligible(), () -> "always answers: " + member);
        if (service.freeze() == null && words.healthy(endpoint) && !fallback) {
            Promise.that(member.eligible(), () -> "is healthy and may not answer: " + member);
        }
        if (!member.eligible()) {
            Promise.that(has(member, EXCLUDERS), () -> "no reason says why it is out: " + member);
        } else if (!member.inAnswer() && !fallback) {
            boolean allDown = service.decision().condition().allDown();
            Promise.that(allDown || has(member, SHARERS), () -> "no reason says why it waits: " + member);
        }
    }

    private static boolean has(Member member, Set<ReasonCode> codes) {
        return member.reasons().stream().anyMatch(reason -> codes.contains(reason.code()));
    }

    /** No reason without a number. */
    private static void aNumberInEachReason(Member member) {
        Promise.that(!member.reasons().isEmpty(), () -> "no reason: " + member);
        for (Reason reason : member.reasons()) {
            Promise.that(reason.text().chars().anyMatch(Character::isDigit), () -> "no number: " + reason);
        }
    }

    private static void answer(ServicePlan plan, Decision decision) {
        if (decision.condition() == Condition.ALL_DOWN_FALLBACK
                && plan.rules().allDown() instanceof AllDown.Fallback fallback) {
            Promise.that(decision.answer().equals(fallback.addresses()), () -> "not the fallback: " + decision);
            return;
        }
        List<InetAddress> in = decision.members().stream()
                .filter(Member::inAnswer)
                .map(Member::address)
                .toList();
        Promise.that(decision.answer().equals(in), () -> "the answer is that of the members: " + decision);
        boolean closed = decision.condition() == Condition.ALL_DOWN_FAIL_CLOSED;
        boolean nobody = closed || decision.condition() == Condition.ALL_OFFLINE;
        Promise.that(in.isEmpty() == nobody, () -> "NODATA by accident: " + decision);
    }

    private static void condition(ServiceState service, List<Words> words) {
        Condition condition = service.decision().condition();
        boolean allOut = words.stream().allMatch(Words::out);
        Promise.that((condition == Condition.ALL_OFFLINE) == allOut, () -> "all offline: " + service.decision());
        Promise.that(
                service.open().allDown() == condition.allDown(), () -> "the alert of all down: " + service.decision());
        if (service.freeze() == null) {
            boolean healthy = false;
            for (int i = 0; i < words.size(); i++) {
                healthy |= words.get(i).healthy(service.endpoints().get(i));
            }
            boolean normal = condition == Condition.NORMAL;
            boolean any = healthy;
            Promise.that(!any || normal, () -> "somebody is healthy: " + service.decision());
            Promise.that(!normal || any || kept(service), () -> "nobody is healthy: " + service.decision());
        }
    }

    private static boolean kept(ServiceState service) {
        return service.decision().members().stream()
                .anyMatch(member -> member.eligible()
                        && has(
                                member,
                                EnumSet.of(
                                        ReasonCode.SENTINEL_WAIT,
                                        ReasonCode.SENTINEL_SILENT,
                                        ReasonCode.PROBER_ISOLATED)));
    }

    /** Never fewer may answer than minAvailable while there are more that could, alive, or dead and once alive. */
    private static void minAvailable(ServiceState service, List<Words> words) {
        Decision decision = service.decision();
        if (decision.condition() != Condition.NORMAL) {
            return;
        }
        long could = 0;
        long may = 0;
        for (int i = 0; i < words.size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            boolean thawed = service.freeze() == null && words.get(i).healthy(endpoint);
            boolean eligible = decision.members().get(i).eligible();
            boolean dead = words.get(i).condemned(endpoint) && endpoint.health().mayAnswer();
            could += eligible || thawed || dead ? 1 : 0;
            may += eligible ? 1 : 0;
        }
        long least = Math.min(service.plan().rules().minAvailable(), could);
        long are = may;
        Promise.that(are >= least, () -> are + " may answer, and " + least + " could: " + decision);
    }

    /**
     * While a service is frozen, nobody comes or goes but by an operator's word, the calendar's, or a reload; and where
     * nothing healthy was answered, the first that is.
     */
    static void frozen(@Nullable ServiceState old, ServiceState service, Event event) {
        boolean frozen = old != null && old.freeze() != null && service.freeze() != null;
        if (!frozen || event instanceof Event.Configured || old.decision().condition() != Condition.NORMAL) {
            return;
        }
        if (!old.plan().endpoints().equals(service.plan().endpoints())) {
            return; // a host name has other addresses, and what that does to the others is likewise
        }
        for (int i = 0; i < service.endpoints().size(); i++) {
            if (!said(old.decision().members().get(i))
                    .equals(said(service.decision().members().get(i)))) {
                return; // what that does to the others is the all-down rule's and minAvailable's
            }
        }
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState then = old.endpoints().get(i);
            EndpointState is = service.endpoints().get(i);
            Member member = service.decision().members().get(i);
            boolean kept = member.reasons().stream().anyMatch(reason -> reason.code() == ReasonCode.MIN_AVAILABLE);
            Promise.that(
                    kept || then.eligible() == is.eligible(),
                    () -> "frozen, and changed by " + event + ": " + is + " " + member);
        }
    }

    private static Set<ReasonCode> said(Member member) {
        Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
        member.reasons().forEach(reason -> codes.add(reason.code()));
        codes.retainAll(SAID);
        return codes;
    }
}
