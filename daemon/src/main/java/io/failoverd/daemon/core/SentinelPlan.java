package io.failoverd.daemon.core;

import io.failoverd.probes.model.TargetId;
import java.util.List;

/**
 * The neutral targets that tell whether our own network works.
 *
 * @param names by which their results come
 * @param need how many must answer
 */
public record SentinelPlan(List<String> names, int need) {
    public static final SentinelPlan NONE = new SentinelPlan(List.of(), 0);
    private static final String CHECK = "sentinel";

    public SentinelPlan {
        names = List.copyOf(names);
        if (names.isEmpty() ? need != 0 : need < 1 || need > names.size()) {
            throw new IllegalArgumentException(need + " of " + names.size() + " sentinels cannot be needed");
        }
    }

    /** Whether a target is a sentinel's. */
    public static boolean isTarget(TargetId target) {
        return target.service().isEmpty();
    }

    /** The target of a sentinel. It belongs to no service. */
    public static TargetId target(String name) {
        return new TargetId("", name, CHECK);
    }
}
