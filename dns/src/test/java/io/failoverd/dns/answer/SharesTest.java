package io.failoverd.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The probabilities that the tables hold, added up exactly and never by drawing. */
class SharesTest {
    private static final long SEED = 20_261_122;
    private static final int SELECTIONS = 3000;

    /** A fraction that is not reduced; equal when the cross products are. */
    private record Fraction(BigInteger part, BigInteger whole) {
        static final Fraction ZERO = of(0, 1);
        static final Fraction ONE = of(1, 1);

        static Fraction of(long part, long whole) {
            return new Fraction(BigInteger.valueOf(part), BigInteger.valueOf(whole));
        }

        Fraction times(Fraction other) {
            return new Fraction(part.multiply(other.part), whole.multiply(other.whole));
        }

        Fraction plus(Fraction other) {
            BigInteger sum = part.multiply(other.whole).add(other.part.multiply(whole));
            BigInteger common = whole.multiply(other.whole);
            BigInteger divisor = sum.gcd(common);
            return new Fraction(sum.divide(divisor), common.divide(divisor));
        }

        boolean same(Fraction other) {
            return part.multiply(other.whole).equals(other.part.multiply(whole));
        }
    }

    private static Fraction share(AliasTable table, int index) {
        return Fraction.of(table.share(index), table.parts());
    }

    private static Fraction firstShare(Shares shares, int address) {
        Fraction sum = Fraction.ZERO;
        for (int set = 0; set < shares.sets(); set++) {
            for (int place = 0; place < shares.places(); place++) {
                if (shares.set(set)[place] == address) {
                    sum = sum.plus(share(shares.setTable(), set).times(share(shares.placeTable(), place)));
                }
            }
        }
        return sum;
    }

    private static Fraction inclusion(Shares shares, int address) {
        Fraction sum = Fraction.ZERO;
        for (int set = 0; set < shares.sets(); set++) {
            int at = set;
            if (Arrays.stream(shares.set(set)).anyMatch(a -> a == address)) {
                sum = sum.plus(share(shares.setTable(), at));
            }
        }
        return sum;
    }

    @Test
    void eachAddressComesFirstInExactlyItsShare() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < SELECTIONS; round++) {
            int n = 1 + random.nextInt(12);
            int answers = 1 + random.nextInt(n + 2);
            int most = List.of(1, 3, 100, 1_000_000).get(random.nextInt(4));
            long[] weights = random.longs(n, 1, most + 1L)
                    .map(w -> Math.min(w, 1_000_000))
                    .toArray();
            Shares shares = Shares.of(weights, answers);
            String what = "round " + round + ": " + Arrays.toString(weights) + ", " + answers + " answers";
            assertThat(shares.sets()).as(what).isBetween(1, n);
            assertThat(shares.places()).as(what).isEqualTo(Math.min(answers, n));
            check(weights, shares, what);
        }
    }

    private static void check(long[] weights, Shares shares, String what) {
        long sum = Arrays.stream(weights).sum();
        Fraction included = Fraction.ZERO;
        List<Fraction> partly = new ArrayList<>();
        for (int address = 0; address < weights.length; address++) {
            Fraction first = firstShare(shares, address);
            assertThat(first.same(Fraction.of(weights[address], sum)))
                    .as("%s: address %d first in %s", what, address, first)
                    .isTrue();
            Fraction in = inclusion(shares, address);
            included = included.plus(in);
            if (!in.same(Fraction.ONE)) {
                partly.add(in.times(Fraction.of(1, weights[address])));
            }
        }
        assertThat(included.same(Fraction.of(shares.places(), 1))).as(what).isTrue();
        assertThat(partly).as(what).allMatch(each -> each.same(partly.getFirst()));
        for (int set = 0; set < shares.sets(); set++) {
            assertThat(shares.set(set)).as(what).doesNotHaveDuplicates().hasSize(shares.places());
        }
    }

    /** Weights, answers, and the sets with their probabilities in parts of the last number. */
    static final List<Arguments> SETS = List.of(
            Arguments.of("one of one", new long[] {5}, 1, "[0] 1/1"),
            Arguments.of("90/10, one answer", new long[] {90, 10}, 1, "[0] 90/100, [1] 10/100"),
            Arguments.of("90/10, both", new long[] {90, 10}, 2, "[0, 1] 1/1"),
            Arguments.of("all equal", new long[] {1, 1, 1}, 3, "[0, 1, 2] 1/1"),
            Arguments.of("two of three", new long[] {1, 1, 1}, 2, "[0, 1] 1/3, [0, 2] 1/3, [1, 2] 1/3"),
            Arguments.of("a heavy one is always in", new long[] {98, 1, 1}, 2, "[0, 1] 1/2, [0, 2] 1/2"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SETS")
    void setsAreFew(String what, long[] weights, int answers, String expected) {
        Shares shares = Shares.of(weights, answers);
        AliasTable table = shares.setTable();
        List<String> sets = IntStream.range(0, shares.sets())
                .mapToObj(set -> {
                    int[] sorted = shares.set(set).clone();
                    Arrays.sort(sorted);
                    long divisor = table.parts() / table.size();
                    return Arrays.toString(sorted) + " " + table.share(set) / table.size() + "/" + divisor;
                })
                .sorted()
                .toList();
        assertThat(String.join(", ", sets)).isEqualTo(expected);
    }

    @Test
    void aMillionToOneIsStillExact() {
        Shares shares = Shares.of(new long[] {1_000_000, 1, 999_999, 3}, 2);
        assertThat(firstShare(shares, 1).same(Fraction.of(1, 2_000_003))).isTrue();
    }

    @Test
    void theDrawFollowsTheTable() {
        AliasTable table = AliasTable.of(90, 10, 0, 100);
        int[] hits = new int[4];
        // The middle of each of 2^16 equal parts of the range of a random number.
        for (int i = 0; i < 1 << 16; i++) {
            hits[table.pick(((long) i << 48) + (1L << 47))]++;
        }
        assertThat(hits[2]).isZero();
        assertThat(hits[0] / 65536.0).isCloseTo(0.45, org.assertj.core.data.Offset.offset(0.0001));
        assertThat(hits[3] / 65536.0).isCloseTo(0.5, org.assertj.core.data.Offset.offset(0.0001));
        Set<Integer> ends = new HashSet<>();
        for (long random : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1}) {
            ends.add(table.pick(random));
        }
        assertThat(ends).isSubsetOf(0, 1, 3);
    }

    @Test
    void equalSharesMakeTheRotations() {
        Shares shares = Shares.of(new long[] {7, 7, 7, 7}, 9);
        assertThat(shares.sets()).isEqualTo(1);
        assertThat(shares.set(0)).containsExactly(0, 1, 2, 3);
        IntStream.range(0, 4)
                .forEach(place -> assertThat(share(shares.placeTable(), place).same(Fraction.of(1, 4)))
                        .isTrue());
    }
}
