package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What keeps condemned endpoints in the answer for a while, though others are healthy: one region leaves in each
 * removal spacing, and no more addresses in all than the brake lets go. {@code minAvailable} comes after these.
 *
 * @param kept the endpoints that stay, with the reason
 * @param due when the first of them may be let go; null where none is kept
 */
record RemovalGuards(Map<String, Reason> kept, @Nullable Moment due) {
    static final RemovalGuards OPEN = new RemovalGuards(Map.of(), null);

    /**
     * @param leaving the confirmed, condemned endpoints that would leave now
     * @param stillOut whether something of a region that left is out, so that the next one adds to it
     */
    static RemovalGuards of(List<Candidate> leaving, Predicate<String> stillOut, Duration spacing, Circumstances at) {
        if (leaving.isEmpty()) {
            return OPEN;
        }
        var kept = new LinkedHashMap<String, Reason>();
        @Nullable Moment due = null;
        @Nullable LastRemoval last = at.lastRemoval();
        boolean recent = last != null && at.now().isBefore(last.at().plus(spacing)) && stillOut.test(last.region());
        @Nullable String region = recent && last != null ? last.region() : null;
        Moment regionAt = recent && last != null ? last.at() : at.now();
        SafetyBrake brake = at.brake();
        for (Candidate candidate : byAge(leaving)) {
            boolean otherRegion = region != null && !region.equals(candidate.region());
            if (otherRegion && !spacing.isZero() && !candidate.corroborated()) {
                Moment until = regionAt.plus(spacing);
                kept.put(candidate.endpoint(), spaced(Objects.requireNonNull(region), regionAt, spacing, at));
                due = Moment.earliest(due, until);
                continue;
            }
            if (!brake.lets(candidate.address(), at.now())) {
                Moment until = Optional.ofNullable(brake.freeAt(at.now())).orElse(at.now());
                kept.put(candidate.endpoint(), braked(brake, until, at));
                due = Moment.earliest(due, until);
                continue;
            }
            brake = brake.spending(candidate.address(), at.now());
            region = region == null ? candidate.region() : region;
        }
        return new RemovalGuards(kept, due);
    }

    private static List<Candidate> byAge(List<Candidate> leaving) {
        return leaving.stream()
                .sorted(Comparator.comparing(candidate -> candidate.health().since()))
                .toList();
    }

    private static Reason spaced(String region, Moment since, Duration spacing, Circumstances at) {
        return new Reason(
                ReasonCode.REMOVAL_SPACING,
                "kept in the answer: region " + region + " left at " + at.wall().clock(since)
                        + ", and one region leaves in each " + Wording.seconds(spacing) + "; leaves at "
                        + at.wall().clock(since.plus(spacing)));
    }

    private static Reason braked(SafetyBrake brake, Moment until, Circumstances at) {
        SafetyBrake.Rule rule = Objects.requireNonNull(brake.rule());
        return new Reason(
                ReasonCode.REMOVAL_BRAKE,
                "kept in the answer: " + rule.removals() + " addresses left within "
                        + Wording.seconds(rule.within()) + ", which is all that the brake lets go; leaves at "
                        + at.wall().clock(until));
    }
}
