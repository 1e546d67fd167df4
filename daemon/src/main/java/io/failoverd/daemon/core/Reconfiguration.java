package io.failoverd.daemon.core;

import io.failoverd.daemon.core.ReconfiguredAlerts.Known;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the world to a configuration. At a start, what was kept on disk counts; at a reload, what is known goes on for
 * every endpoint whose address stays, under its name or a new one.
 */
final class Reconfiguration {
    private final Turn turn;
    private final Moment now;
    private final WallAnchor wall;
    private final Memory memory;
    private final Restoration kept;

    private Reconfiguration(Turn turn, Memory memory) {
        this.turn = turn;
        this.now = turn.now;
        this.wall = turn.world.wall();
        this.memory = memory;
        this.kept = new Restoration(memory, now, wall);
    }

    static void apply(Turn turn, Event.Configured configured) {
        new Reconfiguration(turn, configured.memory()).apply(configured.plan());
    }

    private void apply(Plan plan) {
        List<ServicePlan> plans = plan.services();
        World.Common before = turn.world.common();
        CommonMemory common = memory.common();
        turn.world = turn.world
                .with(turn.world.generations().after(kept.generationsUsed()))
                .with(turn.world.sentinels().under(plan.sentinels(), now))
                .withConfigRejected(before.configRejected() || common.configRejected())
                .withIsolationTold(before.isolationTold() || common.isolated())
                .withPublishers(plan.publishers())
                .with(kept.brake(before.brake()).under(plan.brake()));
        turn.tellIsolation();
        Set<String> configured = new HashSet<>();
        for (ServicePlan each : plans) {
            configured.add(each.name());
            ServiceState present = turn.world.services().get(each.name());
            List<HostState> hosts = hosts(each, present);
            bring(each.expanded(hosts), hosts, present);
            Resolution.forgetHosts(turn, each);
            forgetPublishers(each.name(), plan.publishers().getOrDefault(each.name(), Set.of()));
        }
        Set<String> gone = new HashSet<>(turn.world.services().keySet());
        gone.addAll(kept.names());
        gone.removeAll(configured);
        for (String service : gone.stream().sorted().toList()) {
            forgetService(service, turn.world.services().get(service));
        }
        if (turn.world.configRejected()) {
            turn.world = turn.world.withConfigRejected(false);
            turn.raiseForDaemon(AlertType.CONFIG_REJECTED, false, "a configuration was accepted again");
        }
    }

    /** Brings one service, of which nothing else has changed, to the addresses that its host names have now. */
    static void expanded(Turn turn, ServiceState present, ServicePlan plan, List<HostState> hosts) {
        new Reconfiguration(turn, Memory.NONE).bring(plan, hosts, present);
    }

    /** @param plan with an endpoint for each address of a host name */
    private void bring(ServicePlan plan, List<HostState> hosts, @Nullable ServiceState present) {
        if (!named(plan).equals(present == null ? List.of() : named(present.plan()))) {
            turn.effects.add(new Effect.EndpointsChanged(plan.name()));
        }
        Map<String, Known> known = known(plan.name(), present);
        Renames renames = Renames.of(plan, known.values());
        carryAlertsOn(plan, alerts(plan.name(), present), known, renames);
        turn.settle(
                present,
                present == null ? started(plan, hosts, renames) : reloaded(plan, hosts, present.renamed(renames, now)),
                now);
        ServiceState settled = Objects.requireNonNull(turn.world.services().get(plan.name()));
        tellPaces(settled);
        Drills.markAgain(turn, settled);
        forgetEndpoints(settled, known.values(), renames);
    }

    /** The endpoints that are there because a host name has their address. */
    private static List<EndpointPlan> named(ServicePlan plan) {
        return plan.endpoints().stream().filter(each -> each.via() != null).toList();
    }

    /**
     * The host names with the addresses that are known of them: in this run, or at a start on disk. Where the endpoint was
     * an address until now, that counts as its name's until it is resolved.
     */
    private List<HostState> hosts(ServicePlan plan, @Nullable ServiceState present) {
        var hosts = new ArrayList<HostState>();
        for (HostPlan host : plan.hosts()) {
            @Nullable HostState stays = present == null ? null : present.host(host.name());
            List<InetAddress> before = known(plan.name(), present).values().stream()
                    .filter(each -> each.endpoint().equals(host.name()) || host.named(each.endpoint()))
                    .map(Known::address)
                    .toList();
            hosts.add(stays == null ? HostState.begun(host, before, present == null) : stays.under(host));
        }
        return hosts;
    }

    /** An alert ends under the name under which it began, and goes on under the new one. First all that end. */
    private void carryAlertsOn(ServicePlan plan, ReconfiguredAlerts alerts, Map<String, Known> known, Renames renames) {
        for (Known each : known.values()) {
            if (renames.goesOn(each.endpoint())) {
                turn.effects.addAll(
                        alerts.ofFormer(each, renames.after(each.endpoint()).orElseThrow()));
            } else if (renames.given(each.endpoint())) {
                turn.effects.addAll(alerts.ofGone(each));
            }
        }
        for (EndpointPlan endpoint : plan.endpoints()) {
            if (renames.given(endpoint.name())) {
                Known old = known.get(renames.before(endpoint.name()).orElseThrow());
                turn.effects.addAll(alerts.ofRenamed(Objects.requireNonNull(old), endpoint));
            }
        }
    }

    /** Ends the alerts of the endpoints that the service had, before the reload or on disk, and has no longer. */
    private void forgetEndpoints(ServiceState service, Collection<Known> before, Renames renames) {
        ReconfiguredAlerts alerts = alerts(service.plan().name(), service);
        for (Known known : before) {
            if (service.indexOf(known.endpoint()) < 0) {
                turn.effects.add(new Effect.Forget(service.plan().name(), known.endpoint()));
                if (!renames.goesOn(known.endpoint())) {
                    turn.effects.addAll(alerts.ofGone(known));
                }
            }
        }
    }

    /** Ends the alerts of the publishers that the service has no longer. */
    private void forgetPublishers(String name, Set<String> configured) {
        ServiceState service = Objects.requireNonNull(turn.world.services().get(name));
        Map<String, PublishStage> left = new TreeMap<>(service.open().unpublished());
        if (left.keySet()
                .removeIf(publisher -> !publisher.equals(Publishing.LOCAL) && !configured.contains(publisher))) {
            ReconfiguredAlerts alerts = alerts(name, service);
            PoolAlerts open = service.open();
            open.unpublished().keySet().stream()
                    .filter(publisher -> !left.containsKey(publisher))
                    .forEach(publisher -> turn.effects.add(alerts.ofPublisher(publisher)));
            turn.replace(service, service.with(open.withUnpublished(left)));
        }
    }

    private void forgetService(String name, @Nullable ServiceState present) {
        ReconfiguredAlerts alerts = alerts(name, present);
        known(name, present).values().forEach(known -> turn.effects.addAll(alerts.ofGone(known)));
        turn.effects.addAll(alerts.ofGone(present == null ? kept.open(name) : present.open()));
        turn.world = turn.world.without(name);
        turn.effects.add(new Effect.Forget(name, null));
    }

    private ReconfiguredAlerts alerts(String service, @Nullable ServiceState present) {
        @Nullable Decision last = present == null ? null : present.decision();
        return new ReconfiguredAlerts(
                service, last == null ? List.of() : last.answer(), last == null ? 0 : last.generation(), wall.at(now));
    }

    /** What a service had before, by name: in this run, or at a start on disk. */
    private Map<String, Known> known(String service, @Nullable ServiceState present) {
        Map<String, Known> known = new LinkedHashMap<>();
        if (present == null) {
            for (EndpointMemory old : kept.endpoints(service)) {
                known.put(old.endpoint(), new Known(old.endpoint(), null, old.address(), Restoration.open(old)));
            }
        } else {
            for (EndpointState old : present.endpoints()) {
                EndpointPlan plan = old.plan();
                known.put(plan.name(), new Known(plan.name(), plan.region(), plan.address(), old.open()));
            }
        }
        return known;
    }

    /** A target that is probed anew is watched for its first failure, unless it is condemned already. */
    private void tellPaces(ServiceState service) {
        for (EndpointState endpoint : service.endpoints()) {
            List<HealthState> checks = endpoint.health().checks();
            for (int i = 0; i < checks.size(); i++) {
                if (checks.get(i).health().condemned()) {
                    turn.effects.add(new Effect.SetPace(service.plan().target(endpoint.plan(), i), false));
                }
            }
        }
    }

    private ServiceState started(ServicePlan plan, List<HostState> hosts, Renames renames) {
        ServiceState started = kept.started(plan, hosts, renames);
        Voting voting = turn.voting(plan, now);
        return started.withEndpoints(
                started.endpoints().stream().map(voting::begun).toList());
    }

    private ServiceState reloaded(ServicePlan plan, List<HostState> hosts, ServiceState present) {
        // Where nothing of the old pool is left, the service starts like a new one: its endpoints are assumed healthy.
        boolean anyStays = plan.endpoints().stream().anyMatch(endpoint -> same(present, endpoint) != null);
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            @Nullable EndpointState stays = same(present, endpoint);
            states.add(
                    stays == null
                            ? replaced(plan, endpoint, present, !anyStays || begins(present, endpoint))
                            : Drills.under(
                                    plan,
                                    present.plan(),
                                    stays.withPlan(endpoint).withRamping(ramping(plan, stays)),
                                    now));
        }
        ServiceState next = present.under(plan, states, hosts);
        for (int i = 0; i < states.size(); i++) { // another check, or a lower rise may be reached already
            if (same(present, plan.endpoints().get(i)) == null) {
                continue; // it began under this plan
            }
            next = turn.withHealth(next, i, turn.voting(plan, now).under(states.get(i), present.plan()));
        }
        return next;
    }

    /** A ramp goes on at its step, where the new policy has one. */
    private @Nullable Ramping ramping(ServicePlan plan, EndpointState stays) {
        @Nullable Ramping present = stays.ramping();
        boolean same = present == null
                || plan.rules()
                        .policy()
                        .equals(Objects.requireNonNull(turn.world.services().get(plan.name()))
                                .plan()
                                .rules()
                                .policy());
        return same || present == null ? present : Ramping.resumed(plan.rules(), present.down(), present.step(), now);
    }

    /** Whether it is one of the first addresses of a name that had none since a cold start. */
    private static boolean begins(ServiceState present, EndpointPlan endpoint) {
        @Nullable HostState host = endpoint.via() == null ? null : present.host(endpoint.via());
        return host != null && host.assumed();
    }

    /** A new endpoint; or a new address of a known name, with what is said of the name: the override, open alerts. */
    private EndpointState replaced(ServicePlan service, EndpointPlan plan, ServiceState present, boolean assumedUp) {
        EndpointState fresh =
                turn.voting(service, now).begun(EndpointState.fresh(plan, service.health(), now, assumedUp));
        int index = present.indexOf(plan.name());
        @Nullable
        EndpointState known =
                index < 0 ? alike(present, plan) : present.endpoints().get(index);
        if (known == null) {
            return fresh;
        }
        boolean drains = known.ramping() != null && known.ramping().down();
        EndpointState same = drains
                ? fresh.withOverride(known.override()).withRamping(known.ramping())
                : Operations.withOverride(service, fresh, known.override(), now);
        return index < 0
                ? Drills.joined(same, known)
                : same.withOutcome(fresh.eligible() || known.eligible(), known.open());
    }

    /** What is said of all addresses that a host name has holds for one that it gets; null where that differs. */
    private static @Nullable EndpointState alike(ServiceState present, EndpointPlan plan) {
        List<EndpointState> others = present.endpoints().stream()
                .filter(each -> each.plan().configured().equals(plan.via()))
                .toList();
        boolean alike = !others.isEmpty()
                && others.stream()
                        .allMatch(each -> Objects.equals(
                                each.override(), others.getFirst().override()));
        return alike ? others.getFirst() : null;
    }

    private static @Nullable EndpointState same(ServiceState present, EndpointPlan plan) {
        int index = present.indexOf(plan.name());
        if (index < 0) {
            return null;
        }
        EndpointState state = present.endpoints().get(index);
        return state.plan().address().equals(plan.address()) ? state : null;
    }
}
