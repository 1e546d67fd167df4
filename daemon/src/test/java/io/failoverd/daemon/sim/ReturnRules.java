package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who comes back when, and how fast its weight does. */
final class ReturnRules {
    /**
     * How long a level has been served, and with which TTLs.
     *
     * @param before the largest TTL that was served in the step before it
     */
    private record Served(int level, Moment since, Duration most, Duration before, Moment eligibleSince) {}

    private final Map<String, Served> served = new HashMap<>();
    private int waived;
    private int ramped;

    int waived() {
        return waived;
    }

    int ramped() {
        return ramped;
    }

    void started() {
        served.clear();
    }

    void after(World world, @Nullable ServiceState old, ServiceState service, Event event, Moment now) {
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            int index = old == null ? -1 : old.indexOf(endpoint.plan().name());
            EndpointState was = index < 0 ? null : old.endpoints().get(index);
            if (was != null && was.plan().address().equals(endpoint.plan().address())) {
                boolean trusted = was.health().health().condemned()
                        && !endpoint.health().health().condemned();
                boolean lost = event instanceof Event.SentinelProbed
                        && world.sentinels().lost();
                if (trusted && !lost) {
                    heldDown(world, service, i, was, event, now);
                }
            }
            ramps(service, i, was, event, now);
        }
    }

    /** A return waits for the end of the hold-down and for an operator where it must, unless nothing else is healthy. */
    private void heldDown(World world, ServiceState service, int index, EndpointState was, Event event, Moment now) {
        boolean resumed = event instanceof Event.ResumeAsked asked
                && (was.plan().name().equals(asked.endpoint())
                        || was.plan().configured().equals(asked.endpoint()));
        Moment until = was.health().heldUntil();
        boolean held = (until != null && until.isAfter(now))
                || (was.health().hold().awaitsResume()
                        && service.plan().health().manualResume());
        if (!held || resumed) {
            return;
        }
        waived++;
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState other = service.endpoints().get(i);
            Words words = Words.of(world, service, i, now);
            Promise.that(
                    i == index || !words.healthy(other),
                    () -> was + " returned at " + now + " while it is held, and " + other + " is healthy");
        }
    }

    private void ramps(ServiceState service, int index, @Nullable EndpointState was, Event event, Moment now) {
        EndpointState endpoint = service.endpoints().get(index);
        String key = service.plan().name() + "/" + endpoint.plan().name();
        int level = service.decision().members().get(index).level();
        Duration ttl = service.decision().ttl();
        Served before = served.get(key);
        boolean anew = before == null
                || was == null
                || event instanceof Event.Configured
                || !was.plan().address().equals(endpoint.plan().address());
        if (anew) {
            served.put(key, new Served(level, now, ttl, Duration.ZERO, now)); // what was served before is not known
            return;
        }
        boolean sameWord = drains(was) == drains(endpoint);
        boolean moved =
                level != before.level() || (was.eligible() != endpoint.eligible() && !drains(endpoint)) || !sameWord;
        if (!moved) {
            Duration most = before.most().compareTo(ttl) > 0 ? before.most() : ttl;
            served.put(key, new Served(level, before.since(), most, before.before(), before.eligibleSince()));
            return;
        }
        boolean step = was.eligible() && sameWord && level != before.level() && (endpoint.eligible() || level == 0);
        if (step && !endpoint.health().health().condemned()) {
            ramped++;
            twoTtls(key, before, level, now);
        }
        served.put(
                key,
                new Served(
                        level,
                        now,
                        ttl,
                        before.most(),
                        was.eligible() == endpoint.eligible() && sameWord ? before.eligibleSince() : now));
    }

    private static boolean drains(EndpointState endpoint) {
        return endpoint.override() != null && endpoint.override().mode() == OverrideMode.DRAIN;
    }

    /** A step of a ramp lasts at least as long as twice the largest TTL that was served in the step before. */
    private static void twoTtls(String key, Served before, int level, Moment now) {
        Promise.that(
                now.since(before.since()).compareTo(before.before().multipliedBy(2)) >= 0,
                () -> key + " went from " + before.level() + " % to " + level + " % at " + now + ", after only "
                        + now.since(before.since()) + " since " + before);
    }

    private static boolean aloneHealthy(ServiceState service, int index) {
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState other = service.endpoints().get(i);
            boolean offline = other.override() != null && other.override().mode() == OverrideMode.OFFLINE;
            if (i != index && other.eligible() && !offline && other.health().healthy()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Who answers for as long as its ramp takes has its whole weight; who drains for that long has none, unless it is the
     * last one that is healthy.
     */
    void wholeInTime(ServiceState service, Moment now) {
        Duration bound = rampTime(service.plan());
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            Served known =
                    served.get(service.plan().name() + "/" + endpoint.plan().name());
            boolean drains = endpoint.ramping() != null && endpoint.ramping().down();
            if (drains && aloneHealthy(service, i)) {
                served.remove(service.plan().name() + "/" + endpoint.plan().name());
                continue;
            }
            if (known != null
                    && endpoint.eligible()
                    && now.since(known.eligibleSince()).compareTo(bound) > 0) {
                Promise.that(
                        known.level() == 100 && !drains,
                        () -> endpoint + " carries " + known + " since longer than its ramp of " + bound);
            }
        }
    }

    private static Duration rampTime(ServicePlan plan) {
        Ramp ramp = ScenarioRules.ramp(plan.rules().policy());
        Duration step = plan.rules().ttl().steady().multipliedBy(2);
        Duration longest = step.compareTo(ramp.least()) > 0 ? step : ramp.least();
        return longest.multipliedBy(ramp.steps().size());
    }

    /** Nothing that was due by time alone is still standing. */
    static void nothingDueIsForgotten(ServiceState service, Moment now) {
        List<EndpointState> endpoints = service.endpoints();
        for (EndpointState endpoint : endpoints) {
            Promise.that(
                    endpoint.override() == null || after(endpoint.override().expires(), now),
                    () -> "an override that is over: " + endpoint);
            Promise.that(
                    endpoint.ramping() == null || after(endpoint.ramping().until(), now),
                    () -> "a step of a ramp that is over: " + endpoint);
        }
        Promise.that(
                service.freeze() == null || after(service.freeze().expires(), now),
                () -> "a freeze that is over: " + service);
        Promise.that(after(service.due(), now), () -> "due " + service.due() + " at " + now);
    }

    private static boolean after(@Nullable Moment deadline, Moment now) {
        return deadline == null || deadline.isAfter(now);
    }
}
