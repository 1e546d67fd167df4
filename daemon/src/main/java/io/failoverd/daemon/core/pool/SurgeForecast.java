package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Health;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a region would have to carry once the endpoints that are about to leave have left: those that are failing, kept
 * against their health, or draining. Where nothing is about to leave, what it carries now.
 *
 * @param overruns the regions that would get more than they can carry
 */
record SurgeForecast(List<Surge.Overrun> overruns) {
    private static final SurgeForecast NONE = new SurgeForecast(List.of());
    /** One lost probe is no reason to scale a region up. */
    private static final int FAILURES = 2;

    static SurgeForecast of(
            PoolRules rules,
            List<Candidate> candidates,
            Set<String> in,
            Apportionment now,
            Circumstances at,
            Function<Set<String>, List<Eligible>> eligible) {
        if (rules.capacity().isEmpty()) {
            return NONE;
        }
        var staying = new HashSet<String>();
        Map<InetAddress, String> regions = new HashMap<>();
        for (Candidate candidate : candidates) {
            regions.put(candidate.address(), candidate.region());
            if (in.contains(candidate.endpoint()) && !leaves(candidate)) {
                staying.add(candidate.endpoint());
            }
        }
        if (staying.isEmpty()) {
            return NONE;
        }
        int active = at.activeTier() == 0 ? now.tier() : at.activeTier();
        Answers after = Apportionment.of(rules.policy(), eligible.apply(staying), active)
                .answers();
        return new SurgeForecast(Surge.predict(rules.capacity(), rules.traffic(), now.answers(), after, regions));
    }

    private static boolean leaves(Candidate candidate) {
        if (candidate.online()) {
            return false;
        }
        if (candidate.draining() || candidate.condemned()) {
            return true;
        }
        return candidate.health().health() == Health.SUSPECT
                && candidate.health().counted().stream().anyMatch(check -> check.failureCount() >= FAILURES);
    }

    List<Reason> reasonsOf(String region, boolean answers) {
        if (overruns.isEmpty()) {
            return List.of();
        }
        return overruns.stream()
                .filter(overrun -> answers && overrun.region().equals(region))
                .map(overrun -> new Reason(ReasonCode.OVER_CAPACITY, overrun.text()))
                .toList();
    }
}
