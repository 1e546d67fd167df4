package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One run of one decider, held against the truth.
 *
 * @param removals how often an endpoint left the answer
 * @param wrong of these, where 99 % of the user requests from 30 s before to 30 s after succeeded
 * @param outages that lasted longer than the decider's own worst case
 * @param missed of these, not removed, and not withheld either
 * @param withheld of these, held for dead but answered, since nothing else was left or a guard held it
 * @param longOutages that lasted longer than failoverd's worst case
 * @param unremoved of these, neither removed nor withheld
 * @param flips how often an endpoint left or entered the answer
 * @param detectMillis from the beginning of each outage to the removal
 */
record Score(
        int removals,
        int wrong,
        int outages,
        int missed,
        int withheld,
        int longOutages,
        int unremoved,
        int flips,
        List<Integer> detectMillis) {
    static final double FINE = 0.99;
    private static final long HALF_MINUTE = 30 * Times.SECOND;

    private enum Fate {
        REMOVED,
        WITHHELD,
        LEFT
    }

    static Score of(Truth truth, AnswerLog log, long worst, long ourWorst) {
        int removals = 0;
        int wrong = 0;
        int flips = 0;
        boolean[] in = new boolean[Scene.ENDPOINTS];
        Arrays.fill(in, true);
        for (AnswerLog.Change change : log.changes()) {
            if (in[change.endpoint()] != change.in()) {
                in[change.endpoint()] = change.in();
                flips++;
                if (!change.in()) {
                    removals++;
                    double success =
                            truth.success(change.endpoint(), change.at() - HALF_MINUTE, change.at() + HALF_MINUTE);
                    wrong += success >= FINE ? 1 : 0;
                }
            }
        }
        var own = new EnumMap<Fate, Integer>(Fate.class);
        var ours = new EnumMap<Fate, Integer>(Fate.class);
        var detect = new ArrayList<Integer>();
        for (Truth.Outage outage : truth.outages()) {
            Fate fate = fate(outage, log, detect);
            own.merge(fate, outage.length() > worst ? 1 : 0, Integer::sum);
            ours.merge(fate, outage.length() > ourWorst ? 1 : 0, Integer::sum);
        }
        return new Score(
                removals,
                wrong,
                sum(own),
                own.getOrDefault(Fate.LEFT, 0),
                own.getOrDefault(Fate.WITHHELD, 0),
                sum(ours),
                ours.getOrDefault(Fate.LEFT, 0),
                flips,
                detect);
    }

    private static int sum(Map<Fate, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What became of an outage: out at any moment of it is removed; one that was out already took no detecting. */
    private static Fate fate(Truth.Outage outage, AnswerLog log, List<Integer> detect) {
        boolean inBefore = true;
        boolean condemned = false;
        for (AnswerLog.Change change : log.changes()) {
            if (change.endpoint() != outage.endpoint() || change.at() >= outage.until()) {
                continue;
            }
            if (change.at() < outage.from()) {
                inBefore = change.in();
                condemned = change.condemned();
                continue;
            }
            if (!inBefore) {
                return Fate.REMOVED;
            }
            if (!change.in()) {
                detect.add((int) ((change.at() - outage.from()) / Times.MILLI));
                return Fate.REMOVED;
            }
            condemned |= change.condemned();
        }
        if (!inBefore) {
            return Fate.REMOVED;
        }
        return condemned ? Fate.WITHHELD : Fate.LEFT;
    }
}
