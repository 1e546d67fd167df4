package io.failoverd.dns.answer;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which k of n addresses stand in a response, and which of them first, for given weights. Immutable.
 *
 * <p>The rule, with W the sum of the weights:
 *
 * <ol>
 *   <li>An address is <em>always in</em> when its share of the places is a whole place or more: as long as there is one
 *       whose weight, times the places left, is at least the sum of the weights left, it takes a place and leaves.
 *   <li>The c places left are shared by the others in proportion to their weights (sum V): systematic sampling lays their
 *       weights on a line of length V, each c times as long, and takes what lies under c marks, one V apart, that begin
 *       at a random point. No one is longer than V, so none is taken twice, and the marks meet at most n different sets.
 *       Each address is in with a probability of c times its weight over V.
 *   <li>The addresses of a set stand in a fixed order, those that are always in before the others, and one place is drawn
 *       to be the first; the response begins there and goes round. The place of an address that is always in has the
 *       probability weight/W; the c others share what is left, V/(W·c) each.
 * </ol>
 *
 * <p>So an address comes first with probability weight/W, exactly: for one that is not always in,
 * (c·weight/V)·(V/(W·c)). The draw of the place does not depend on the set, which is why two small tables are enough
 * where all combinations would be n·k. With k = 1 this is a weighted choice, with k = n all rotations.
 */
final class Shares {
    private final int[][] sets;
    private final AliasTable setTable;
    private final AliasTable placeTable;

    private Shares(int[][] sets, AliasTable setTable, AliasTable placeTable) {
        this.sets = sets;
        this.setTable = setTable;
        this.placeTable = placeTable;
    }

    /**
     * The sets and their probabilities.
     *
     * @param weights each at least 1
     * @param answers k, at least 1; more than n is n
     */
    static Shares of(long[] weights, int answers) {
        int n = weights.length;
        int places = Math.min(answers, n);
        boolean[] always = new boolean[n];
        int open = places;
        long left = Arrays.stream(weights).sum();
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < n; i++) {
                if (!always[i] && open > 0 && weights[i] * open >= left) {
                    always[i] = true;
                    left -= weights[i];
                    open--;
                    more = true;
                }
            }
        }
        int[] fixed = IntStream.range(0, n).filter(i -> always[i]).toArray();
        int[] drawn = IntStream.range(0, n).filter(i -> !always[i]).toArray();
        long[] firsts = new long[places];
        for (int place = 0; place < places; place++) {
            // Both times W·c, or W where no place is left to draw.
            firsts[place] = place < fixed.length ? weights[fixed[place]] * Math.max(open, 1) : left;
        }
        AliasTable placeTable = AliasTable.of(firsts);
        return open == 0
                ? new Shares(new int[][] {fixed}, AliasTable.of(1), placeTable)
                : sampled(weights, fixed, drawn, open, left, placeTable);
    }

    private static Shares sampled(
            long[] weights, int[] fixed, int[] drawn, int open, long left, AliasTable placeTable) {
        long[] ends = new long[drawn.length];
        long at = 0;
        for (int i = 0; i < drawn.length; i++) {
            at += weights[drawn[i]] * open;
            ends[i] = at;
        }
        // Between two of these points, the first mark and with it all others stay on the same addresses.
        long[] starts =
                Arrays.stream(ends).map(end -> end % left).sorted().distinct().toArray();
        int[][] sets = new int[starts.length][];
        long[] lengths = new long[starts.length];
        for (int s = 0; s < starts.length; s++) {
            lengths[s] = (s + 1 < starts.length ? starts[s + 1] : left) - starts[s];
            sets[s] = Arrays.copyOf(fixed, fixed.length + open);
            int under = 0;
            for (int mark = 0; mark < open; mark++) {
                while (ends[under] <= starts[s] + mark * left) {
                    under++;
                }
                sets[s][fixed.length + mark] = drawn[under];
            }
        }
        return new Shares(sets, AliasTable.of(lengths), placeTable);
    }

    /** How many different sets there are, at most n. */
    int sets() {
        return sets.length;
    }

    /** The addresses of a set by their index, in the order in which the response goes round. Not to be written to. */
    int[] set(int index) {
        return sets[index];
    }

    /** How many stand in a response. */
    int places() {
        return placeTable.size();
    }

    AliasTable setTable() {
        return setTable;
    }

    AliasTable placeTable() {
        return placeTable;
    }
}
