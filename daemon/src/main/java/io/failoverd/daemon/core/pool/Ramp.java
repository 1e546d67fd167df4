package io.failoverd.daemon.core.pool;

import java.time.Duration;
import java.util.List;

/**
 * How the weight of an endpoint that returns comes back.
 *
 * @param steps percentages of the weight, rising, the last 100; {@code [100]} returns at once
 * @param least the shortest time of a step; the TTL served in the step before may make it longer
 */
public record Ramp(List<Integer> steps, Duration least) {
    public static final Ramp DEFAULT = new Ramp(List.of(25, 50, 100), Duration.ZERO);
    public static final Ramp NONE = new Ramp(List.of(100), Duration.ZERO);

    public Ramp {
        steps = List.copyOf(steps);
        int before = 0;
        for (int step : steps) {
            if (step <= before) {
                throw new IllegalArgumentException("the steps of a ramp rise from above 0: " + steps);
            }
            before = step;
        }
        if (before != 100) {
            throw new IllegalArgumentException("the last step of a ramp is 100: " + steps);
        }
        if (least.isNegative()) {
            throw new IllegalArgumentException("a step of a ramp cannot last " + least);
        }
    }
}
