package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Connectivity;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the sentinels. Our network counts as lost when so many of them failed their latest probe that fewer
 * than needed are left; one that has not been heard of yet counts for neither.
 *
 * @param since when {@code lost} took its present value
 */
public record SentinelState(SentinelPlan plan, List<Sight> sights, boolean lost, Moment since) implements Connectivity {
    /**
     * One sentinel.
     *
     * @param success start of the latest probe that passed
     * @param failure start of the latest probe that failed
     * @param last the latest finished probe
     */
    public record Sight(
            String name,
            @Nullable Moment success,
            @Nullable Moment failure,
            @Nullable Probed last) {
        /** Whether its latest probe passed. */
        public boolean passes() {
            return success != null && !fails();
        }

        boolean passedSince(Moment moment) {
            return passes() && success != null && !success.isBefore(moment);
        }

        boolean fails() {
            return failure != null && (success == null || failure.isAfter(success));
        }

        /** What its latest probe says where that says nothing of the network. */
        Stream<String> inconclusive() {
            return last != null && !fails() && last.result() instanceof ProbeResult.Inconclusive result
                    ? Stream.of(name + " (" + result.detail() + ")")
                    : Stream.empty();
        }

        Sight on(Probed probed) {
            return switch (probed.result()) {
                case ProbeResult.Up _, ProbeResult.Degraded _ ->
                    new Sight(name, later(success, probed.startedAt()), failure, probed);
                case ProbeResult.Down _ -> new Sight(name, success, later(failure, probed.startedAt()), probed);
                case ProbeResult.Inconclusive _ -> new Sight(name, success, failure, probed);
            };
        }

        private static Moment later(@Nullable Moment known, Moment start) {
            return known == null ? start : Moment.later(known, start);
        }
    }

    public SentinelState {
        sights = List.copyOf(sights);
    }

    static SentinelState none(Moment now) {
        return new SentinelState(SentinelPlan.NONE, List.of(), false, now);
    }

    /** The same under another plan: what is known of a sentinel that stays goes on. */
    SentinelState under(SentinelPlan next, Moment now) {
        var kept = new ArrayList<Sight>();
        for (String name : next.names()) {
            kept.add(sights.stream()
                    .filter(sight -> sight.name().equals(name))
                    .findFirst()
                    .orElse(new Sight(name, null, null, null)));
        }
        return derived(next, kept, now);
    }

    SentinelState on(Probed probed, Moment now) {
        var next = new ArrayList<Sight>();
        for (Sight sight : sights) {
            next.add(sight.name().equals(probed.target().endpoint()) ? sight.on(probed) : sight);
        }
        return derived(plan, next, now);
    }

    private SentinelState derived(SentinelPlan next, List<Sight> seen, Moment now) {
        long failing = seen.stream().filter(Sight::fails).count();
        boolean isLost = !seen.isEmpty() && seen.size() - failing < next.need();
        return new SentinelState(next, seen, isLost, isLost == lost ? since : now);
    }

    public boolean watched() {
        return !plan.names().isEmpty();
    }

    /** Whether so many passed their latest probe as are needed; always without sentinels. */
    boolean works() {
        return sights.stream().filter(Sight::passes).count() >= plan.need();
    }

    /** Whether enough sentinels pass, and passed probes that started at {@code moment} or later. */
    boolean provenSince(Moment moment) {
        return !lost && proofs(moment) >= plan.need();
    }

    private long proofs(Moment since) {
        return sights.stream().filter(sight -> sight.passedSince(since)).count();
    }

    /** The start of the latest probes that showed our network working; the origin of time when there were none. */
    Moment provenAt() {
        return sights.stream()
                .map(Sight::success)
                .filter(success -> success != null)
                .sorted(Comparator.reverseOrder())
                .skip(Math.max(0, plan.need() - 1))
                .findFirst()
                .orElse(Moment.ZERO);
    }

    @Override
    public String words(WallAnchor wall) {
        if (!watched()) {
            return "guard off: no sentinels are configured";
        }
        long failing = sights.stream().filter(Sight::fails).count();
        return (sights.size() - failing) + " of " + sights.size() + " sentinels not failing, " + plan.need() + " needed"
                + failing() + (lost ? "; lost since " + wall.clock(since) : "");
    }

    @Override
    public String proof(Moment from, WallAnchor wall) {
        String mute = sights.stream().flatMap(Sight::inconclusive).collect(Collectors.joining(", "));
        return proofs(from) + " of " + sights.size() + " sentinels passed a probe begun since " + wall.clock(from)
                + ", " + plan.need() + " needed" + failing() + (mute.isEmpty() ? "" : "; inconclusive: " + mute);
    }

    private String failing() {
        String names = sights.stream().filter(Sight::fails).map(Sight::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; failing: " + names;
    }
}
