package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Failure;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthMachine;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.FailureReason;
import java.util.ArrayList;
import java.util.List;

/** The failures that count against an endpoint, in words, and whose fault they look like. */
public final class Evidence {
    private Evidence() {}

    /** {@code 3 of 3 probes refused in 1.0 s, last at 12:00:03.120Z}; check by check where there are several. */
    public static String of(EndpointPolicy policy, EndpointHealth endpoint, WallAnchor wall) {
        if (policy.checks().size() == 1) {
            return of(policy.checks().getFirst().policy(), endpoint.checks().getFirst(), wall);
        }
        var parts = new ArrayList<String>();
        int condemned = 0;
        for (int i = 0; i < endpoint.checks().size(); i++) {
            CheckRule rule = policy.checks().get(i);
            HealthState check = endpoint.checks().get(i);
            boolean fails = check.health().condemned() || check.health() == Health.SUSPECT;
            if (!rule.observed() && fails) {
                parts.add("check " + rule.check() + ": " + of(rule.policy(), check, wall));
                condemned += check.health().condemned() ? 1 : 0;
            }
        }
        String count = condemned + " of " + policy.counted() + " checks condemned, " + policy.needed() + " must pass";
        return parts.isEmpty() ? count : count + "; " + String.join("; ", parts);
    }

    /** The same for one check. */
    public static String of(HealthPolicy policy, HealthState check, WallAnchor wall) {
        List<Failure> run = check.failures();
        if (run.isEmpty()) {
            return "0 failures counted";
        }
        FailureReason common = HealthMachine.commonReason(run);
        FailureReason last = run.getLast().reason();
        String what = common != null ? common.phrase() : "failed (the last " + last.phrase() + ")";
        int among = Math.max(policy.windowed() ? policy.of() : policy.fall(), check.failureCount());
        return check.failureCount() + " of " + (policy.windowed() ? "the last " : "") + among + " probes " + what
                + " in " + Wording.seconds(check.span()) + ", last at "
                + wall.clock(run.getLast().startedAt());
    }
}
