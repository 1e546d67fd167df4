package io.failoverd.dns.answer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Picks one of n with given shares at the cost of one multiplication and one comparison, whatever n is (the alias method
 * of Walker in the form of Vose, "A linear algorithm for generating random numbers with a given distribution", 1991).
 * The shares are integers, so the table holds them exactly. Immutable.
 *
 * <p>Each of n columns is {@code total} high; its lower {@code keep} belong to itself and the rest to its alias. A random
 * number of 64 bits picks the column by its high part and the height by the rest, so that every probability is within
 * 2n/2^64 of its share.
 */
final class AliasTable {
    private final long total;
    private final long[] keep;
    private final int[] alias;

    private AliasTable(long total, long[] keep, int[] alias) {
        this.total = total;
        this.keep = keep;
        this.alias = alias;
    }

    /**
     * The table of these shares.
     *
     * @param weights at least one, none negative, their sum times their number positive and below 2^63
     */
    static AliasTable of(long... weights) {
        int size = weights.length;
        long total = 0;
        for (long weight : weights) {
            total = Math.addExact(total, weight);
        }
        if (total <= 0) {
            throw new IllegalArgumentException("no weight");
        }
        long[] rest = new long[size];
        long[] keep = new long[size];
        int[] alias = new int[size];
        Deque<Integer> small = new ArrayDeque<>();
        Deque<Integer> large = new ArrayDeque<>();
        for (int i = 0; i < size; i++) {
            rest[i] = Math.multiplyExact(weights[i], (long) size);
            keep[i] = total;
            alias[i] = i;
            (rest[i] < total ? small : large).add(i);
        }
        while (!small.isEmpty() && !large.isEmpty()) {
            int low = small.remove();
            int high = large.element();
            keep[low] = rest[low];
            alias[low] = high;
            rest[high] -= total - rest[low];
            if (rest[high] < total) {
                large.remove();
                small.add(high);
            }
        }
        return new AliasTable(total, keep, alias);
    }

    /** The index that a random number picks. */
    int pick(long random) {
        int column = (int) Math.unsignedMultiplyHigh(random, keep.length);
        long height = Math.unsignedMultiplyHigh(random * keep.length, total);
        return height < keep[column] ? column : alias[column];
    }

    int size() {
        return keep.length;
    }

    /** The probability of an index as a part of {@link #parts}, read back from the columns. */
    long share(int index) {
        long share = keep[index];
        for (int column = 0; column < keep.length; column++) {
            if (column != index && alias[column] == index) {
                share += total - keep[column];
            }
        }
        return share;
    }

    long parts() {
        return total * keep.length;
    }
}
