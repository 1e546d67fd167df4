package io.failoverd.daemon.config;

import io.failoverd.daemon.config.FailoverBudget.Estimate;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.DurationMath;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * How long it takes until the death of an endpoint is certain, when every check of it fails: I/2 + (F−1)·S on average
 * and I + (F−1)·S at worst when connections are refused, longer by the timeout when they hang (I interval, S recheck, F
 * failures). An endpoint is out as soon as fewer checks than needed are left: where all must pass the fastest decides,
 * where any suffices the slowest.
 *
 * @param refusedBy the check that decides when connections are refused
 * @param hangingBy the check that decides when connections hang
 * @param run from the first to the last start of the failures that condemn when connections are refused
 */
record Detection(Estimate refused, Estimate hanging, String refusedBy, String hangingBy, Duration run) {
    /** One check. */
    private record OfCheck(String check, Estimate refused, Estimate hanging, Duration run) {
        static OfCheck of(CheckRule rule, Cadence cadence) {
            Duration run = span(rule.policy(), cadence.recheck());
            Duration interval = cadence.interval();
            var refused = new Estimate(run, DurationMath.divided(interval, 2).plus(run), interval.plus(run));
            return new OfCheck(rule.check(), refused, refused.plus(cadence.timeout()), run);
        }
    }

    static Detection of(EndpointPolicy policy, Function<String, Cadence> cadences) {
        List<OfCheck> each = policy.checks().stream()
                .filter(rule -> !rule.observed())
                .map(rule -> OfCheck.of(rule, cadences.apply(rule.check())))
                .toList();
        int decides = policy.counted() - policy.needed();
        OfCheck refused = nth(each, decides, OfCheck::refused);
        OfCheck hanging = nth(each, decides, OfCheck::hanging);
        return new Detection(refused.refused(), hanging.hanging(), refused.check(), hanging.check(), refused.run());
    }

    private static OfCheck nth(List<OfCheck> each, int index, Function<OfCheck, Estimate> of) {
        return each.stream()
                .sorted(Comparator.comparing(check -> of.apply(check).worst()))
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    /** A minSpan that is longer than the failures span takes further probes. */
    private static Duration span(HealthPolicy policy, Duration recheck) {
        long rechecks = Math.ceilDiv(policy.minSpan().toNanos(), recheck.toNanos());
        return DurationMath.times(recheck, Math.max(policy.fall() - 1L, rechecks));
    }
}
