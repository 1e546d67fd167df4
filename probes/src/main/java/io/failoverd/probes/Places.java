package io.failoverd.probes;

import io.failoverd.probes.model.TargetId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many probes may be under way at once, and who goes without when there are too few places. Shared by all event loops;
 * any thread. It decides at once and lets nobody wait: a probe that starts late is evidence of another time.
 *
 * <p>What hangs takes places: a target that does not answer is asked again before its first probe has ended. So:
 *
 * <ul>
 *   <li>A target's <em>further</em> probes leave a place for each target that has none under way. While there are at least
 *       four places for three targets, the first probe of every target therefore finds one, always.
 *   <li>What is scarce is shared by service: one may hold so many places as its weight times those that would be left
 *       (a dynamic threshold; Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches",
 *       1998). So no service can take all, and one that holds few finds a place. A re-check weighs more than a probe that
 *       is only due by its interval.
 *   <li>A first probe of what all verdicts hang on (a sentinel) finds a place while there is one at all, and the others
 *       leave as many as that takes.
 * </ul>
 */
final class Places {
    /** So many places, for {@link #ASSURED_TARGETS} of the targets, make sure of each one's first probe. */
    private static final int ASSURED_PLACES = 4;

    private static final int ASSURED_TARGETS = 3;

    /** One service may hold half of the places by probes that are only due by their interval. */
    private static final long ROUTINE = 1;

    /** And eight of nine by re-checks; with many services in trouble, each holds as many as the other. */
    private static final long RECHECK = 8;

    private final Predicate<TargetId> vital;
    private final Map<TargetId, Integer> held = new HashMap<>();
    private final Map<String, Integer> heldByService = new HashMap<>();
    private int most;
    private int targets;
    private int vitals;
    private int taken;
    private int vitalsUnderWay;

    /**
     * Places for targets that are yet to be named.
     *
     * @param most how many there are; at least 1
     * @param vital what all verdicts hang on
     */
    Places(int most, Predicate<TargetId> vital) {
        this.vital = vital;
        limit(most);
    }

    /** Whether so many places make sure of a place for the first probe of each of so many targets. */
    static boolean assures(int most, long targets) {
        return targets * ASSURED_PLACES <= (long) most * ASSURED_TARGETS;
    }

    /** From now on there are so many. What is under way stays, also where that is more. */
    synchronized void limit(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("at least one place is needed");
        }
        most = places;
    }

    /** From now on these are the targets that places are kept for. */
    synchronized void targets(Collection<TargetId> all) {
        targets = all.size();
        vitals = (int) all.stream().filter(vital).count();
    }

    /**
     * Takes a place, if there is one for this probe; to be given back by {@link #free}.
     *
     * @param recheck whether it is more than due by its interval
     */
    synchronized boolean take(TargetId target, boolean recheck) {
        if (!mayTake(target, recheck)) {
            return false;
        }
        taken++;
        if (held.merge(target, 1, Integer::sum) == 1 && vital.test(target)) {
            vitalsUnderWay++;
        }
        heldByService.merge(target.service(), 1, Integer::sum);
        return true;
    }

    /** Gives a place back that was taken. */
    synchronized void free(TargetId target) {
        if (!held.containsKey(target)) {
            throw new IllegalArgumentException(target + " holds no place");
        }
        taken--;
        less(heldByService, target.service());
        less(held, target);
        if (!held.containsKey(target) && vital.test(target)) {
            vitalsUnderWay--;
        }
    }

    synchronized int most() {
        return most;
    }

    synchronized int taken() {
        return taken;
    }

    private boolean mayTake(TargetId target, boolean recheck) {
        int left = most - taken;
        boolean first = !held.containsKey(target);
        boolean isVital = vital.test(target);
        if (first && (isVital || assures(most, targets))) {
            return left >= 1;
        }
        int spare = left - (first ? vitals - vitalsUnderWay : kept());
        return heldByService.getOrDefault(target.service(), 0) < (recheck || isVital ? RECHECK : ROUTINE) * spare;
    }

    /** For first probes; not more than make sure of them, or where targets are many no probe could be a second one. */
    private int kept() {
        int idle = Math.max(0, targets - held.size());
        return (int) Math.min(idle, (long) most * ASSURED_TARGETS / ASSURED_PLACES);
    }

    /** One less; what is none is forgotten, so that the map is as large as what is under way. */
    private static <K> void less(Map<K, Integer> counts, K key) {
        int left = counts.getOrDefault(key, 0) - 1;
        if (left > 0) {
            counts.put(key, left);
        } else {
            counts.remove(key);
        }
    }
}
