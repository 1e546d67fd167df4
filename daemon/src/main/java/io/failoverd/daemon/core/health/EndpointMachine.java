package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the checks of an endpoint to its health. It is condemned when too few of the checks that count stand
 * uncondemned; it returns when enough of them are UP or have risen, and its hold-down is over. While it is condemned
 * and held, a check that has risen waits with it, so that one failure more starts its count anew.
 */
public final class EndpointMachine {
    private EndpointMachine() {}

    /** The endpoint after a probe of the check at {@code index}. */
    public static EndpointHealth on(
            EndpointPolicy policy, EndpointHealth endpoint, int index, Probed probed, Moment now) {
        HealthState next = HealthMachine.on(
                policy.checks().get(index).policy(), endpoint.checks().get(index), probed, now);
        return derived(policy, endpoint, with(endpoint, index, next), now, false);
    }

    /** The endpoint after a probe that counts for nothing: the fault was our own. */
    public static EndpointHealth seen(EndpointHealth endpoint, int index, Probed probed) {
        return new EndpointHealth(
                with(endpoint, index, HealthMachine.seen(endpoint.checks().get(index), probed)),
                endpoint.needed(),
                endpoint.observed(),
                endpoint.health(),
                endpoint.since(),
                endpoint.hold(),
                endpoint.together(),
                endpoint.vouched());
    }

    /** When time alone changes the endpoint: the end of a hold-down that the probes have already earned; or null. */
    public static @Nullable Moment due(EndpointPolicy policy, EndpointHealth endpoint) {
        boolean earned =
                endpoint.health().condemned() && !endpoint.hold().awaitsResume() && ready(policy, endpoint.checks());
        return earned ? endpoint.hold().until() : null;
    }

    /** Applies what time alone changes. */
    public static EndpointHealth onTime(EndpointPolicy policy, EndpointHealth endpoint, Moment now) {
        return derived(policy, endpoint, endpoint.checks(), now, false);
    }

    /** Returns an endpoint that has earned it although it is held: nothing better is left to answer with. */
    public static EndpointHealth waiveHold(EndpointPolicy policy, EndpointHealth endpoint, Moment now) {
        return derived(policy, endpoint, endpoint.checks(), now, true);
    }

    /** Begins the hold-down of a condemned endpoint that has been taken out. */
    public static EndpointHealth held(EndpointPolicy policy, EndpointHealth endpoint, Moment now) {
        return endpoint.with(endpoint.hold().begun(policy, now));
    }

    /**
     * The endpoint by what several vantages agreed on. It is out from when they agree that it is down until they do no
     * longer and its hold-down is over.
     *
     * @param own what we think by our own checks, which are up to date
     * @param down whether DOWN is agreed
     * @param up whether UP is; neither, before anything was agreed
     * @param waived whether a hold-down does not count
     */
    public static EndpointHealth agreed(
            EndpointPolicy policy,
            EndpointHealth before,
            EndpointHealth own,
            boolean down,
            boolean up,
            Moment now,
            boolean waived) {
        Hold hold = policy.manualResume() ? before.hold() : before.hold().withoutResume();
        boolean wasOut = before.health().condemned();
        boolean out = down || (wasOut && hold.holds(now) && !waived);
        Health health = own.health();
        if (out) {
            boolean passes = !down || health == Health.UP || health == Health.RECOVERING;
            health = wasOut && passes ? Health.RECOVERING : Health.DOWN;
        } else if (health.condemned()) {
            health = Health.SUSPECT; // we condemn it, and the others do not agree
        }
        if (wasOut && !out) {
            hold = hold.begun() ? hold.over(now) : hold.cleanFrom(now);
        } else if (health == Health.UP) {
            hold = hold.cleanFrom(now);
        }
        return new EndpointHealth(
                own.checks(),
                own.needed(),
                own.observed(),
                health,
                health == before.health() ? before.since() : now,
                hold,
                true,
                before.vouched() || up);
    }

    /** Takes back what was counted of probes that started at {@code since} or later: the fault was our own. */
    public static EndpointHealth exonerated(EndpointPolicy policy, EndpointHealth endpoint, Moment since, Moment now) {
        boolean open = endpoint.health().condemned();
        List<HealthState> checks = endpoint.checks().stream()
                .map(check -> HealthMachine.exonerated(check, since, now, open))
                .toList();
        EndpointHealth cleared = EndpointHealth.of(policy, checks, Health.UNKNOWN, endpoint.since(), endpoint.hold());
        Health health = standing(policy, checks);
        return cleared.healthy() || !health.condemned()
                ? EndpointHealth.of(
                        policy, checks, health, health == endpoint.health() ? endpoint.since() : now, endpoint.hold())
                : derived(policy, endpoint, checks, now, false);
    }

    /** The same endpoint under another policy: what is known of a check that stays goes on. */
    public static EndpointHealth under(
            EndpointPolicy next, EndpointPolicy before, EndpointHealth endpoint, Moment now) {
        if (next.equals(before)) {
            return endpoint;
        }
        var checks = new ArrayList<HealthState>();
        boolean renamed = next.checks().size() == 1 && before.checks().size() == 1;
        for (CheckRule rule : next.checks()) {
            int index = renamed ? 0 : before.indexOf(rule.check());
            if (index >= 0) {
                HealthPolicy was = before.checks().get(index).policy();
                checks.add(HealthMachine.under(
                        rule.policy(), was, endpoint.checks().get(index), now));
            } else if (endpoint.health().condemned() && !rule.observed()) {
                checks.add(HealthState.condemnedBefore(now, endpoint.since(), endpoint.mayAnswer()));
            } else {
                checks.add(HealthState.unknown(now, endpoint.healthy()));
            }
        }
        return derived(
                next,
                EndpointHealth.of(
                        next,
                        checks,
                        endpoint.health(),
                        endpoint.since(),
                        next.manualResume() ? endpoint.hold() : endpoint.hold().withoutResume()),
                checks,
                now,
                false);
    }

    private static EndpointHealth derived(
            EndpointPolicy policy, EndpointHealth before, List<HealthState> checks, Moment now, boolean waived) {
        boolean wasOut = before.health().condemned();
        if (wasOut && (!ready(policy, checks) || (before.hold().holds(now) && !waived))) {
            return settled(policy, before, checks, waiting(policy, checks), now, before.hold());
        }
        List<HealthState> absolved = anyRecovers(checks) ? absolved(policy, checks, now) : checks;
        Health health = standing(policy, absolved);
        Hold hold = before.hold();
        if (wasOut && !health.condemned()) {
            hold = hold.begun() ? hold.over(now) : hold.cleanFrom(now);
        } else if (health == Health.UP) {
            hold = hold.cleanFrom(now);
        }
        return settled(policy, before, absolved, health, now, hold);
    }

    private static boolean anyRecovers(List<HealthState> checks) {
        for (HealthState check : checks) {
            if (check.health() == Health.RECOVERING) {
                return true;
            }
        }
        return false;
    }

    private static List<HealthState> absolved(EndpointPolicy policy, List<HealthState> checks, Moment now) {
        var absolved = new ArrayList<HealthState>();
        for (int i = 0; i < checks.size(); i++) {
            absolved.add(HealthMachine.absolved(policy.checks().get(i).policy(), checks.get(i), now));
        }
        return absolved;
    }

    private static EndpointHealth settled(
            EndpointPolicy policy,
            EndpointHealth before,
            List<HealthState> checks,
            Health health,
            Moment now,
            Hold hold) {
        return EndpointHealth.of(policy, checks, health, health == before.health() ? before.since() : now, hold);
    }

    /** The health of an endpoint that is not out, from its checks. */
    private static Health standing(EndpointPolicy policy, List<HealthState> checks) {
        int up = 0;
        int suspect = 0;
        int unknown = 0;
        for (int i = 0; i < checks.size(); i++) {
            if (!policy.checks().get(i).observed()) {
                switch (checks.get(i).health()) {
                    case UP -> up++;
                    case SUSPECT -> suspect++;
                    case UNKNOWN -> unknown++;
                    case DOWN, RECOVERING -> {}
                }
            }
        }
        if (up >= policy.needed()) {
            return Health.UP;
        }
        if (up + suspect + unknown < policy.needed()) {
            return Health.DOWN;
        }
        return suspect > 0 ? Health.SUSPECT : Health.UNKNOWN;
    }

    /** DOWN, or RECOVERING when as many pass as are needed, trusted or not. */
    private static Health waiting(EndpointPolicy policy, List<HealthState> checks) {
        int passing = 0;
        boolean recovering = false;
        for (int i = 0; i < checks.size(); i++) {
            if (!policy.checks().get(i).observed()) {
                Health health = checks.get(i).health();
                passing += health == Health.DOWN ? 0 : 1;
                recovering |= health == Health.RECOVERING;
            }
        }
        return passing >= policy.needed() && recovering ? Health.RECOVERING : Health.DOWN;
    }

    /** Whether enough checks are UP or have risen. */
    private static boolean ready(EndpointPolicy policy, List<HealthState> checks) {
        int ready = 0;
        for (int i = 0; i < checks.size(); i++) {
            CheckRule rule = policy.checks().get(i);
            HealthState check = checks.get(i);
            if (!rule.observed() && (check.health() == Health.UP || HealthMachine.risen(rule.policy(), check))) {
                ready++;
            }
        }
        return ready >= policy.needed();
    }

    private static List<HealthState> with(EndpointHealth endpoint, int index, HealthState next) {
        if (endpoint.checks().size() == 1) {
            return List.of(next);
        }
        var checks = new ArrayList<>(endpoint.checks());
        checks.set(index, next);
        return checks;
    }
}
