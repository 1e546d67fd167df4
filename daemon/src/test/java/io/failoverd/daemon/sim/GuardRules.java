package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may leave the answer for its health, and who must. Keeps its own account of every removal: an endpoint is gone
 * from the first moment after its verdict at which it could not answer, or at which all were down.
 */
final class GuardRules {
    /** @param agreed whether several vantages agreed on it, so that no spacing held it */
    private record Removal(String region, InetAddress address, Moment at, boolean agreed) {}

    private final HealthRules health;
    private final SentinelLog sentinels;
    private final VoteRules votes;
    private final Map<String, Moment> gone = new HashMap<>();
    private final Map<String, List<Removal>> removals = new HashMap<>();
    private final List<Removal> braked = new ArrayList<>();
    private SafetyBrake.@Nullable Rule brake;
    private int removed;

    GuardRules(HealthRules health, SentinelLog sentinels, VoteRules votes) {
        this.votes = votes;
        this.health = health;
        this.sentinels = sentinels;
    }

    int removed() {
        return removed;
    }

    void started() {
        gone.clear();
        removals.clear();
        braked.clear();
        brake = null;
    }

    /** What an earlier run had let go, and how long ago. */
    void restarted(World world) {
        for (ServiceState service : world.services().values()) {
            LastRemoval last = service.lastRemoval();
            if (last != null) {
                removals(service).add(new Removal(last.region(), InetAddress.getLoopbackAddress(), last.at(), false));
            }
        }
    }

    boolean gone(String service, String endpoint) {
        return gone.containsKey(service + "/" + endpoint);
    }

    void after(World world, @Nullable ServiceState old, ServiceState service, Event event, Moment now) {
        SafetyBrake.Rule rule = world.brake().rule();
        if (rule == null || !rule.equals(brake)) {
            brake = rule;
            braked.clear();
        }
        respaced(old, service);
        boolean normal = service.decision().condition() == Condition.NORMAL
                && old != null
                && old.decision().condition() == Condition.NORMAL;
        var leaving = new ArrayList<EndpointState>();
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            int index = old == null ? -1 : old.indexOf(endpoint.plan().name());
            EndpointState was = index < 0 ? null : old.endpoints().get(index);
            boolean same =
                    was != null && was.plan().address().equals(endpoint.plan().address());
            Words words = Words.of(world, service, i, now);
            boolean leaves = same && normal && was.eligible() && !endpoint.eligible();
            if (leaves && (words.silent() || (words.draining() && !words.out()))) {
                leavesForItsHealth(service.plan(), endpoint);
                boolean first = !gone(service.plan().name(), endpoint.plan().name());
                // Who never was seen to work, and answered because an operator said so, is no removal.
                if (first && words.silent() && endpoint.health().health().condemned()) {
                    leaving.add(endpoint);
                }
            }
            note(service, endpoint, same, now);
        }
        leaving.forEach(endpoint -> removal(world, service, endpoint, now));
    }

    /** A spacing that a reload changes counts from the latest removal alone: the core remembers no older one. */
    private void respaced(@Nullable ServiceState old, ServiceState service) {
        List<Removal> all = removals(service);
        boolean same = old == null
                || old.plan()
                        .rules()
                        .removalSpacing()
                        .equals(service.plan().rules().removalSpacing());
        if (!same && all.size() > 1) {
            all.subList(0, all.size() - 1).clear();
        }
    }

    private static void leavesForItsHealth(ServicePlan plan, EndpointState endpoint) {
        Promise.that(
                endpoint.health().health().condemned() || !endpoint.health().mayAnswer(),
                () -> plan.name() + ": " + endpoint + " left, and neither its health nor an operator says so");
    }

    /** An endpoint that is not condemned any more, or another one, has not gone. */
    private void note(ServiceState service, EndpointState endpoint, boolean same, Moment now) {
        String key = service.plan().name() + "/" + endpoint.plan().name();
        boolean condemned = endpoint.health().health().condemned();
        boolean out = !endpoint.eligible() || service.decision().condition().allDown();
        if (!condemned) {
            gone.remove(key);
        } else if ((out || !same) && !gone.containsKey(key)) { // what is condemned from before a restart had gone
            gone.put(key, now);
            if (same && endpoint.health().mayAnswer()) {
                heldFromTheRemovalOn(service.plan(), endpoint, now);
            }
        }
    }

    private static void heldFromTheRemovalOn(ServicePlan plan, EndpointState endpoint, Moment now) {
        Moment until = endpoint.health().heldUntil();
        Duration least = plan.health().holdDown().length(1);
        Promise.that(
                until != null
                        && until.equals(now.plus(endpoint.health().holdLength()))
                        && endpoint.health().holdLength().compareTo(least) >= 0,
                () -> plan.name() + "/" + endpoint.plan().name() + " left at " + now + " and is held until " + until);
        Promise.that(
                endpoint.health().hold().awaitsResume() == plan.health().manualResume(),
                () -> endpoint + " waits for a resume exactly where that is manual");
    }

    private void removal(World world, ServiceState service, EndpointState endpoint, Moment now) {
        removed++;
        notWhileFrozen(service, endpoint);
        provenByTheSentinels(service, endpoint);
        oneRegionAtATime(world, service, endpoint, now);
        withinTheBrake(endpoint, now);
        boolean agreed = votes.corroborated(service.plan().name(), endpoint);
        Removal done = new Removal(endpoint.plan().region(), endpoint.plan().address(), now, agreed);
        removals(service).add(done);
        if (brake != null) {
            braked.removeIf(each -> each.address().equals(done.address()));
            braked.add(done);
        }
    }

    private static void notWhileFrozen(ServiceState service, EndpointState endpoint) {
        Promise.that(service.freeze() == null, () -> endpoint + " left a frozen service");
    }

    /**
     * Never while our own network is lost, nor before it was seen to work since the failures began; unless another
     * vantage saw it, too.
     */
    private void provenByTheSentinels(ServiceState service, EndpointState endpoint) {
        if (votes.shared(service.plan().name(), endpoint)) {
            return;
        }
        Promise.that(!sentinels.lost(), () -> endpoint + " left while the sentinels are lost: " + sentinels);
        Promise.that(
                proven(service.plan(), endpoint),
                () -> endpoint + " left, condemned on " + health.condemnedOn(service.plan(), endpoint)
                        + ", unproven by " + sentinels);
    }

    /** As many checks as condemn are condemned on failures since which our network was seen to work. */
    private boolean proven(ServicePlan plan, EndpointState endpoint) {
        List<Optional<Moment>> starts = health.condemnedOn(plan, endpoint);
        boolean older = starts.stream().anyMatch(Optional::isEmpty)
                || endpoint.health().since().isBefore(sentinels.plannedAt());
        if (!sentinels.watched() || older) {
            return true; // on evidence of another configuration, proven under that
        }
        long proven = starts.stream()
                .filter(start -> sentinels.provenSince(start.orElseThrow()))
                .count();
        return plan.health().counted() - proven < plan.health().needed();
    }

    /** While an endpoint of a region that left within the spacing is still out, none of another region leaves. */
    private void oneRegionAtATime(World world, ServiceState service, EndpointState endpoint, Moment now) {
        if (votes.corroborated(service.plan().name(), endpoint)) {
            return;
        }
        Optional<Removal> other = sinceAgreed(service).stream()
                .filter(each -> !each.region().equals(endpoint.plan().region()))
                .filter(each ->
                        now.isBefore(each.at().plus(service.plan().rules().removalSpacing())))
                .filter(each -> stillOut(world, service, each.region(), each.at(), now))
                .findFirst();
        Promise.that(
                other.isEmpty(),
                () -> endpoint + " left at " + now + ", after " + other + ", spacing "
                        + service.plan().rules().removalSpacing());
    }

    /** The core remembers one removal: from one that several agreed on, the spacing counts anew. */
    private List<Removal> sinceAgreed(ServiceState service) {
        List<Removal> all = removals(service);
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            from = all.get(i).agreed() ? i : from;
        }
        return all.subList(from, all.size());
    }

    /** @param since those that have gone by then; who goes while all are down goes without a removal */
    private boolean stillOut(World world, ServiceState service, String region, Moment since, Moment now) {
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            Moment went = gone.get(service.plan().name() + "/" + endpoint.plan().name());
            if (endpoint.plan().region().equals(region)
                    && went != null
                    && !went.isAfter(since)
                    && Words.of(world, service, i, now).condemned(endpoint)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the spacing may keep an endpoint of that region. */
    private boolean spaced(World world, ServiceState service, String region, Moment now) {
        Duration spacing = service.plan().rules().removalSpacing();
        return removals(service).stream()
                .filter(each ->
                        !each.region().equals(region) && now.isBefore(each.at().plus(spacing)))
                .anyMatch(each -> stillOut(world, service, each.region(), now, now));
    }

    private void withinTheBrake(EndpointState endpoint, Moment now) {
        Promise.that(
                !brakeIsFull(endpoint.plan().address(), now),
                () -> endpoint + " left at " + now + " over the brake " + brake + " after " + braked);
    }

    private boolean brakeIsFull(InetAddress address, Moment now) {
        if (brake == null) {
            return false;
        }
        braked.removeIf(each -> !now.isBefore(each.at().plus(brake.within())));
        return braked.size() >= brake.removals()
                && braked.stream().noneMatch(each -> each.address().equals(address));
    }

    /** Who is condemned and may answer all the same is kept by something that holds now. */
    void keptForAReason(World world, ServiceState service, Moment now) {
        if (service.decision().condition() != Condition.NORMAL || service.freeze() != null) {
            return;
        }
        long eligible =
                service.endpoints().stream().filter(EndpointState::eligible).count();
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            Words words = Words.of(world, service, i, now);
            if (endpoint.eligible() && words.condemned(endpoint)) {
                boolean few = eligible <= service.plan().rules().minAvailable();
                boolean unproven = sentinels.watched()
                        && (sentinels.lost()
                                || !sentinels.provenSince(Moment.later(
                                        endpoint.health().since(),
                                        endpoint.health().lastFailure())));
                boolean spaced = spaced(world, service, endpoint.plan().region(), now);
                Promise.that(
                        few || unproven || spaced || brakeIsFull(endpoint.plan().address(), now) || unknownBrake(world),
                        () -> "nothing holds " + endpoint + " in the answer of " + service.decision());
            }
        }
    }

    /** Removals that the core had counted before the brake was changed are not in this account. */
    private boolean unknownBrake(World world) {
        return world.brake().spent().size() > braked.size();
    }

    private List<Removal> removals(ServiceState service) {
        return removals.computeIfAbsent(service.plan().name(), _ -> new ArrayList<>());
    }
}
