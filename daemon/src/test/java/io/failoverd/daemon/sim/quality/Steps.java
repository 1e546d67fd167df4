package io.failoverd.daemon.sim.quality;

import java.util.Arrays;

/** A value over simulated time, constant from one step to the next; 0 before the first. Nanoseconds since the beginning. */
final class Steps {
    private long[] from = new long[4];
    private double[] value = new double[4];
    private int count;

    /** From {@code nanos} on, which is not before the last step. */
    Steps step(long nanos, double next) {
        if (count > 0 && nanos < from[count - 1]) {
            throw new IllegalArgumentException("steps go forward");
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            value = Arrays.copyOf(value, count * 2);
        }
        from[count] = nanos;
        value[count++] = next;
        return this;
    }

    Steps during(long start, long end, double inside) {
        return step(start, inside).step(end, 0);
    }

    double at(long nanos) {
        if (count == 0 || nanos < from[0]) {
            return 0;
        }
        int index = Arrays.binarySearch(from, 0, count, nanos);
        if (index < 0) {
            return value[-index - 2];
        }
        while (index + 1 < count && from[index + 1] == nanos) {
            index++;
        }
        return value[index];
    }

    /** When it changes. */
    long[] moments() {
        return Arrays.copyOf(from, count);
    }
}
