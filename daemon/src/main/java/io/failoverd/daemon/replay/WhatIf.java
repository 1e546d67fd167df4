package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The same events twice: as they were decided, and under another plan. Ask it when the steps are through.
 *
 * <p>One thread goes the recorded course, and one goes the other and compares, in the same order; it may be the same
 * thread, and neither touches what is the other's.
 */
public final class WhatIf implements Replaying {
    /** Of more than this nobody reads the rest; they are counted. */
    private static final int MOST_TOLD = 1000;

    /**
     * A time in which an endpoint was in the answer of one and not in that of the other.
     *
     * @param to null where it still differs at the end
     */
    public record Divergence(
            Member member, Instant from, @Nullable Instant to, boolean recordedIn, boolean otherIn) {}

    private record Open(Instant from, boolean recordedIn, boolean otherIn) {}

    private final Plan plan;
    private final ReplayWindow window;
    /** Of the thread that takes the steps; all else is of the one that judges. */
    private final Lane recorded;

    private final Lane other;
    /** Who was in the answer of the recorded course, at the step that is judged. */
    private Map<Member, Boolean> was = Map.of();

    private final Map<TargetId, long[]> results = new HashMap<>();
    private final SortedMap<Member, Open> open = new TreeMap<>();
    private final List<Divergence> divergences = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private long differing;
    private long steps;

    public WhatIf(Plan plan, ReplayWindow window, Duration falseWithin) {
        this.plan = plan;
        this.window = window;
        this.recorded = new Lane(Optional.empty(), new Tally(falseWithin));
        this.other = new Lane(Optional.of(plan), new Tally(falseWithin));
    }

    @Override
    public Runnable goOnIn(World next, boolean fromStart) {
        recorded.goOnIn(next, fromStart);
        return () -> {
            other.goOnIn(next, fromStart);
            compareIntervals(
                    next.services().values().stream().map(ServiceState::plan).toList());
        };
    }

    @Override
    public Taken take(Entry entry) {
        Instant at = recorded.world().wall().at(entry.now());
        boolean decided = recorded.accept(entry, window.holds(at));
        @Nullable
        Map<Member, Boolean> answers = decided ? new TreeMap<>(recorded.tally().inAnswer()) : null;
        return new Taken(at, () -> judge(entry, at, answers));
    }

    /** @param answers who is in the answer since this step; null for the same as before */
    private void judge(Entry entry, Instant at, @Nullable Map<Member, Boolean> answers) {
        steps++;
        switch (entry.event()) {
            case Event.ProbeFinished finished ->
                results.computeIfAbsent(finished.probed().target(), _ -> new long[1])[0]++;
            case Event.Configured configured ->
                compareIntervals(configured.plan().services());
            case Event rest -> {}
        }
        if (answers != null) {
            was = answers;
        }
        boolean counted = window.holds(at);
        boolean decidedOtherwise = other.accept(entry, counted);
        if (answers != null || decidedOtherwise) {
            compare(at, counted);
        }
    }

    private void compare(Instant at, boolean counted) {
        Map<Member, Boolean> is = other.tally().inAnswer();
        was.forEach((member, wasIn) -> {
            Boolean isIn = is.get(member);
            if (isIn != null) {
                compare(member, wasIn, isIn, at, counted);
            }
        });
        for (Member gone : List.copyOf(open.keySet())) {
            if (!was.containsKey(gone) || !is.containsKey(gone)) {
                close(gone, at);
            }
        }
    }

    private void compare(Member member, boolean was, boolean is, Instant at, boolean counted) {
        Open present = open.get(member);
        if (present != null && present.recordedIn() == was && present.otherIn() == is) {
            return;
        }
        close(member, at);
        if (was != is && counted) {
            open.put(member, new Open(at, was, is));
        }
    }

    private void close(Member member, Instant at) {
        Open ended = open.remove(member);
        if (ended != null) {
            tell(new Divergence(member, ended.from(), at, ended.recordedIn(), ended.otherIn()));
        }
    }

    private void tell(Divergence divergence) {
        differing++;
        if (divergences.size() < MOST_TOLD) {
            divergences.add(divergence);
        }
    }

    /** Results are there as often as the recorded interval had it. */
    private void compareIntervals(List<ServicePlan> were) {
        for (ServicePlan was : were) {
            for (ServicePlan is : plan.services()) {
                if (was.name().equals(is.name())) {
                    was.health().checks().forEach(rule -> compareInterval(was, rule, is));
                }
            }
        }
    }

    private void compareInterval(ServicePlan was, CheckRule rule, ServicePlan is) {
        int index = is.health().indexOf(rule.check());
        if (index >= 0 && !is.health().checks().get(index).interval().equals(rule.interval())) {
            warnings.add("%s: check %s has interval %s there and had %s: its probes stay as they were made"
                    .formatted(
                            was.name(),
                            rule.check(),
                            text(is.health().checks().get(index).interval()),
                            text(rule.interval())));
        }
    }

    private static String text(Duration length) {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }

    /** No more steps come. */
    public void end() {
        for (Map.Entry<Member, Open> each : open.entrySet()) {
            Open left = each.getValue();
            tell(new Divergence(each.getKey(), left.from(), null, left.recordedIn(), left.otherIn()));
        }
        open.clear();
        Set<TargetId> wanted = new LinkedHashSet<>();
        for (ServicePlan service : plan.services()) {
            service.endpoints()
                    .forEach(endpoint -> service.health()
                            .checks()
                            .forEach(rule -> wanted.add(new TargetId(service.name(), endpoint.name(), rule.check()))));
        }
        wanted.stream()
                .filter(target -> !results.containsKey(target))
                .forEach(target -> warnings.add(target + " is not in the journal: it stays as it began"));
        results.entrySet().stream()
                .filter(each -> !wanted.contains(each.getKey()) && !isNamed(each.getKey()))
                .map(each -> each.getKey() + " is not in that configuration: " + each.getValue()[0]
                        + " results were passed over")
                .sorted()
                .forEach(warnings::add);
    }

    /** Whether it is an address of a host name of the configuration, which only the journal knows. */
    private boolean isNamed(TargetId target) {
        return plan.services().stream()
                .filter(service -> service.name().equals(target.service()))
                .flatMap(service -> service.hosts().stream())
                .anyMatch(host -> host.named(target.endpoint()));
    }

    /** What the answer to "what if" leaves out, in sentences. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public SortedMap<Member, Score> recorded() {
        return recorded.tally().scores();
    }

    public SortedMap<Member, Score> other() {
        return other.tally().scores();
    }

    public long steps() {
        return steps;
    }

    public long differing() {
        return differing;
    }

    /** The first of them. */
    public List<Divergence> divergences() {
        return List.copyOf(divergences);
    }
}
