package io.failoverd.daemon.demo.cloud.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which call meets which fault. Any thread may turn the knobs while calls are served. Always: of what is planned by
 * count the oldest comes first and before any share; the same seed and the same order of calls draw the same faults.
 */
public final class Faults {
    /** In place of an action's name: every action. */
    public static final String ANY = "*";

    /** More than a test ever plans for one action. */
    private static final int MOST_PLANNED = 100_000;

    private final Map<String, ArrayDeque<Fault>> planned = new HashMap<>();
    private final List<Share> shares = new ArrayList<>();
    private SplittableRandom random;

    private record Share(String action, double part, Fault fault) {}

    public Faults(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next {@code times} calls of the action meet it. */
    public synchronized void next(String action, int times, Fault fault) {
        ArrayDeque<Fault> queue = planned.computeIfAbsent(action, _ -> new ArrayDeque<>());
        if (times < 1 || queue.size() + times > MOST_PLANNED) {
            throw new IllegalArgumentException("1 to " + MOST_PLANNED + " calls can be planned, not " + times);
        }
        for (int i = 0; i < times; i++) {
            queue.addLast(fault);
        }
    }

    public void next(String action, Fault fault) {
        next(action, 1, fault);
    }

    /** A part of the action's calls, 0 to 1, meets it; several shares are tried in the order in which they were set. */
    public synchronized void share(String action, double part, Fault fault) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + part);
        }
        shares.add(new Share(action, part, fault));
    }

    /** Nothing goes wrong any more, and the draws begin again at this seed. */
    public synchronized void clear(long seed) {
        planned.clear();
        shares.clear();
        random = new SplittableRandom(seed);
    }

    public void clear() {
        clear(0);
    }

    /** What this call meets. */
    public synchronized Fault draw(String action) {
        for (String key : List.of(action, ANY)) {
            ArrayDeque<Fault> queue = planned.get(key);
            if (queue != null && !queue.isEmpty()) {
                return queue.removeFirst();
            }
        }
        Fault met = Fault.NONE;
        // Every share draws at every call, so that one more hit does not move all that come after it.
        for (Share share : shares) {
            boolean hit = random.nextDouble() < share.part();
            if (hit
                    && met.equals(Fault.NONE)
                    && (share.action().equals(action) || share.action().equals(ANY))) {
                met = share.fault();
            }
        }
        return met;
    }

    /** How many planned faults no call has met yet. */
    public synchronized int waiting() {
        return planned.values().stream().mapToInt(ArrayDeque::size).sum();
    }
}
