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

/** The same events twice: as they were decided, and under another plan. One thread; ask it when the steps are through. */
public final class WhatIf {
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
    private final Lane recorded;
    private final Lane other;
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

    /**
     * From here on in another world: at the beginning, for a new run, or after steps that were lost.
     *
     * @param fromStart whether it is that of a start, and not one in the middle of a run
     */
    public void goOnIn(World next, boolean fromStart) {
        recorded.goOnIn(next, fromStart);
        other.goOnIn(next, fromStart);
        compareIntervals(
                next.services().values().stream().map(ServiceState::plan).toList());
    }

    /** The wall time after the step. */
    public Instant accept(Entry entry) {
        steps++;
        switch (entry.event()) {
            case Event.ProbeFinished finished ->
                results.computeIfAbsent(finished.probed().target(), _ -> new long[1])[0]++;
            case Event.Configured configured ->
                compareIntervals(configured.plan().services());
            case Event rest -> {}
        }
        Instant at = recorded.world().wall().at(entry.now());
        boolean counted = window.holds(at);
        boolean decided = recorded.accept(entry, counted);
        boolean decidedOtherwise = other.accept(entry, counted);
        if (decided || decidedOtherwise) {
            compare(at, counted);
        }
        return at;
    }

    private void compare(Instant at, boolean counted) {
        Map<Member, Boolean> was = recorded.tally().inAnswer();
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
                .filter(each -> !wanted.contains(each.getKey()))
                .map(each -> each.getKey() + " is not in that configuration: " + each.getValue()[0]
                        + " results were passed over")
                .sorted()
                .forEach(warnings::add);
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
