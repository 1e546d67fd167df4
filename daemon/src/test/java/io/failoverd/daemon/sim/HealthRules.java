package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Health follows the evidence: each check its own results, each endpoint its checks. */
final class HealthRules {
    private final SentinelLog sentinels;
    private final Map<TargetId, ProbeLog> logs = new HashMap<>();
    private boolean counted;
    private boolean cutOff;
    private Moment found = Moment.ZERO;

    HealthRules(SentinelLog sentinels) {
        this.sentinels = sentinels;
    }

    void started() {
        logs.clear();
        found = Moment.ZERO;
    }

    /** What is probed anew is known from now on; what stays keeps its results, a single check also under another name. */
    void reloaded(List<ServicePlan> before, List<ServicePlan> next, Moment now, long nanos) {
        Map<TargetId, ProbeLog> old = Map.copyOf(logs);
        var kept = new HashSet<TargetId>();
        for (ServicePlan plan : next) {
            Optional<ServicePlan> was = before.stream()
                    .filter(each -> each.name().equals(plan.name()))
                    .findFirst();
            boolean renamed = was.isPresent()
                    && was.get().health().checks().size() == 1
                    && plan.health().checks().size() == 1;
            for (EndpointPlan endpoint : plan.endpoints()) {
                for (CheckRule rule : plan.health().checks()) {
                    var id = new TargetId(plan.name(), endpoint.name(), rule.check());
                    String check =
                            renamed ? was.get().health().checks().getFirst().check() : rule.check();
                    String name = was.map(each -> nameBefore(each, endpoint)).orElse(endpoint.name());
                    ProbeLog log = old.get(new TargetId(plan.name(), name, check));
                    boolean stays = log != null && log.address().equals(endpoint.address());
                    if (stays && was.isPresent() && !was.get().health().equals(plan.health())) {
                        log.recounted(); // a window begins with what comes after a change
                    }
                    logs.put(id, stays ? log : new ProbeLog(endpoint.address(), now, nanos));
                    kept.add(id);
                }
            }
        }
        logs.keySet().retainAll(kept);
    }

    /** What is known belongs to the address: it may have been called otherwise, as that of another host name. */
    private static String nameBefore(ServicePlan before, EndpointPlan endpoint) {
        return before.endpoints().stream()
                .filter(each -> each.address().equals(endpoint.address()))
                .map(EndpointPlan::name)
                .findFirst()
                .orElse(endpoint.name());
    }

    @Nullable
    ProbeLog log(String service, String endpoint, String check) {
        return logs.get(new TargetId(service, endpoint, check));
    }

    /** Takes a result in before the core does; what fails while our own network is lost counts for nothing. */
    void before(Event event) {
        counted = false;
        cutOff = sentinels.lost();
        if (event instanceof Event.ProbeFinished finished) {
            Probed probed = finished.probed();
            ProbeLog log = logs.get(probed.target());
            boolean ours =
                    (cutOff || probed.startedAt().isBefore(found)) && probed.result() instanceof ProbeResult.Down;
            counted = log != null && !ours && log.add(probed);
        }
    }

    /** Our network was lost, or found again, at this moment: what began before may have met the other. */
    void foundAt(Moment now) {
        found = now;
    }

    /** When our network is found lost, what may have been its fault is taken back where nothing has left for it yet. */
    void lost(World world, Moment provenAt, GuardRules guards) {
        for (ServiceState service : world.services().values()) {
            for (EndpointState endpoint : service.endpoints()) {
                if (!guards.gone(service.plan().name(), endpoint.plan().name())) {
                    for (CheckRule rule : service.plan().health().checks()) {
                        ProbeLog log =
                                log(service.plan().name(), endpoint.plan().name(), rule.check());
                        boolean condemned = endpoint.health()
                                .checks()
                                .get(service.plan().health().indexOf(rule.check()))
                                .health()
                                .condemned();
                        if (log != null) {
                            log.exonerated(provenAt, !condemned);
                        }
                    }
                }
            }
        }
    }

    void after(@Nullable ServiceState old, ServiceState service, Event event) {
        for (EndpointState endpoint : service.endpoints()) {
            int index = old == null ? -1 : old.indexOf(endpoint.plan().name());
            EndpointState was = index < 0 ? null : old.endpoints().get(index);
            boolean same =
                    was != null && was.plan().address().equals(endpoint.plan().address());
            if (same && old.plan().health().equals(service.plan().health())) {
                checks(service.plan(), was, endpoint, event);
            } else {
                adopt(service.plan(), endpoint);
            }
            combined(
                    service.plan(),
                    endpoint.votes() == null
                            ? endpoint.health()
                            : endpoint.health()
                                    .own(
                                            endpoint.votes().ours(),
                                            endpoint.votes().since()));
        }
    }

    /** A check is condemned on its evidence alone, and absolved on its successes or by our own loss. */
    private void checks(ServicePlan plan, EndpointState was, EndpointState endpoint, Event event) {
        for (int i = 0; i < plan.health().checks().size(); i++) {
            CheckRule rule = plan.health().checks().get(i);
            ProbeLog log = log(plan.name(), endpoint.plan().name(), rule.check());
            boolean before = was.health().checks().get(i).health().condemned();
            boolean after = endpoint.health().checks().get(i).health().condemned();
            if (log == null || before == after) {
                continue;
            }
            if (after) {
                condemnedOnEvidence(plan, endpoint, rule, log);
            } else {
                absolvedOnSuccesses(plan, endpoint, rule, log, event);
            }
        }
    }

    private static void condemnedOnEvidence(ServicePlan plan, EndpointState endpoint, CheckRule rule, ProbeLog log) {
        Promise.that(
                log.condemns(rule.policy()),
                () -> "check " + rule + " of " + plan.name() + "/"
                        + endpoint.plan().name() + " was condemned, and its failures are only "
                        + log.failures(rule.policy()));
        log.condemned(rule.policy());
    }

    private void absolvedOnSuccesses(
            ServicePlan plan, EndpointState endpoint, CheckRule rule, ProbeLog log, Event event) {
        boolean lostNow = event instanceof Event.SentinelProbed && !cutOff && sentinels.lost();
        if (!lostNow) {
            Promise.that(
                    log.absolves(rule.policy()),
                    () -> "check " + rule + " of " + plan.name() + "/"
                            + endpoint.plan().name() + " was absolved without its successes");
            log.absolved();
        }
    }

    /** After a reload or a start: what is condemned stays so, on what is known. */
    private void adopt(ServicePlan plan, EndpointState endpoint) {
        for (int i = 0; i < plan.health().checks().size(); i++) {
            ProbeLog log = log(
                    plan.name(),
                    endpoint.plan().name(),
                    plan.health().checks().get(i).check());
            if (log != null && !endpoint.health().checks().get(i).health().condemned()) {
                if (log.condemnedOn() != null) {
                    log.absolved();
                }
            }
        }
    }

    /** An endpoint is condemned while fewer of the checks that count stand than must, and unheld only so long as that. */
    static void combined(ServicePlan plan, EndpointHealth health) {
        int standing = 0;
        int up = 0;
        for (int i = 0; i < health.checks().size(); i++) {
            if (!plan.health().checks().get(i).observed()) {
                Health check = health.checks().get(i).health();
                standing += check.condemned() ? 0 : 1;
                up += check == Health.UP ? 1 : 0;
            }
        }
        boolean stands = standing >= plan.health().needed();
        boolean trusted = up >= plan.health().needed();
        if (!health.health().condemned()) {
            Promise.that(stands, () -> "too few checks stand, and the endpoint does: " + health);
        } else if (health.hold().until() == null && !health.hold().awaitsResume()) {
            Promise.that(!trusted, () -> "enough checks are UP, and the endpoint is out, unheld: " + health);
        }
    }

    /** What the evidence asks for has happened. */
    void nobodyIsForgotten(ServiceState service, TargetId target) {
        ProbeLog log = logs.get(target);
        int index = service.indexOf(target.endpoint());
        int check = service.plan().health().indexOf(target.check());
        if (log == null || index < 0 || check < 0 || !counted) {
            return;
        }
        HealthPolicy policy = service.plan().health().checks().get(check).policy();
        if (log.whole(policy) && log.condemns(policy)) {
            HealthState state = service.endpoints().get(index).health().checks().get(check);
            Promise.that(
                    state.health().condemned(),
                    () -> target + " is condemned by " + log.failures(policy) + ": " + state);
        }
    }

    /** The starts of the first failures that condemned, check by check, of those that count. */
    List<Optional<Moment>> condemnedOn(ServicePlan plan, EndpointState endpoint) {
        var starts = new ArrayList<Optional<Moment>>();
        for (int i = 0; i < plan.health().checks().size(); i++) {
            CheckRule rule = plan.health().checks().get(i);
            if (!rule.observed() && endpoint.health().checks().get(i).health().condemned()) {
                ProbeLog log = log(plan.name(), endpoint.plan().name(), rule.check());
                starts.add(Optional.ofNullable(log == null ? null : log.condemnedOn()));
            }
        }
        return starts;
    }
}
