package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one run's raw results say of the sentinels, by the letter of the design: an oracle of our own network. */
final class SentinelLog {
    private final Map<String, Moment> passed = new HashMap<>();
    private final Map<String, Moment> failed = new HashMap<>();
    private SentinelPlan plan = SentinelPlan.NONE;
    private Moment plannedAt = Moment.ZERO;

    void under(SentinelPlan next, Moment now) {
        if (!next.equals(plan)) {
            plan = next;
            plannedAt = now;
            passed.keySet().retainAll(next.names());
            failed.keySet().retainAll(next.names());
        }
    }

    void add(Probed probed) {
        String name = probed.target().endpoint();
        if (!plan.names().contains(name)) {
            return;
        }
        switch (probed.result()) {
            case ProbeResult.Up _, ProbeResult.Degraded _ -> passed.merge(name, probed.startedAt(), Moment::later);
            case ProbeResult.Down _ -> failed.merge(name, probed.startedAt(), Moment::later);
            case ProbeResult.Inconclusive _ -> {}
        }
    }

    boolean watched() {
        return !plan.names().isEmpty();
    }

    /** When the present plan came into force. */
    Moment plannedAt() {
        return plannedAt;
    }

    /** So many failed their latest probe that fewer than needed are left. */
    boolean lost() {
        long failing = plan.names().stream().filter(this::fails).count();
        return watched() && plan.names().size() - failing < plan.need();
    }

    /** As many as needed passed their latest probe; without sentinels nothing says otherwise. */
    boolean work() {
        return plan.names().stream()
                        .filter(name -> passed.containsKey(name) && !fails(name))
                        .count()
                >= plan.need();
    }

    private boolean fails(String name) {
        Moment failure = failed.get(name);
        Moment success = passed.get(name);
        return failure != null && (success == null || failure.isAfter(success));
    }

    /** Enough of them pass, and passed a probe that started at {@code since} or later. */
    boolean provenSince(Moment since) {
        return passed.entrySet().stream()
                        .filter(success -> !fails(success.getKey()))
                        .filter(success -> !success.getValue().isBefore(since))
                        .count()
                >= plan.need();
    }

    /** The latest start since which enough of them have passed; the origin of time for none. */
    Moment provenAt() {
        List<Moment> latest =
                passed.values().stream().sorted(Comparator.reverseOrder()).toList();
        return latest.size() < plan.need() || plan.need() == 0 ? Moment.ZERO : latest.get(plan.need() - 1);
    }

    @Override
    public String toString() {
        return plan + " passed " + new TreeMap<>(passed) + " failed " + new TreeMap<>(failed);
    }
}
