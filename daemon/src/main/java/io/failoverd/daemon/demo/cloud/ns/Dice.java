package io.failoverd.daemon.demo.cloud.ns;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Chance by weights. */
final class Dice {
    private final RandomGenerator random;

    Dice(RandomGenerator random) {
        this.random = random;
    }

    /** One of them, as often as its weight says; none of none. */
    <T> List<T> one(List<T> from, ToIntFunction<T> weight) {
        int sum = from.stream().mapToInt(weight).sum();
        if (sum <= 0) {
            return List.of();
        }
        int left = random.nextInt(sum);
        for (T each : from) {
            left -= weight.applyAsInt(each);
            if (left < 0) {
                return List.of(each);
            }
        }
        throw new IllegalStateException("a number below the sum is below one of its parts");
    }
}
