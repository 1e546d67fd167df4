package io.failoverd.daemon.bench;

import java.util.List;
import java.util.Locale;

/** The median of some figures and the range that they lie in. */
record Spread(double median, double least, double most) {
    /** Of at least one figure; of an even number the mean of the two in the middle. */
    static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** Such as {@code 0.93 (0.88–1.02)}. */
    String show(int decimals) {
        return number(median, decimals) + " (" + number(least, decimals) + "–" + number(most, decimals) + ")";
    }

    String showMedian(int decimals) {
        return number(median, decimals);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
