package io.failoverd.daemon.core.pool;

import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * From sizes to exact shares, and from shares to the weights of a {@link Selection}. A client asks for one address family
 * at a time, so each family is a whole of its own. Every map keeps the order of the endpoints.
 */
final class Shares {
    private static final BigInteger MAX_WEIGHT = BigInteger.valueOf(WeightedAddress.MAX_WEIGHT);

    private Shares() {}

    enum Family {
        IPV4("IPv4"),
        IPV6("IPv6");

        private final String word;

        Family(String word) {
            this.word = word;
        }

        static Family of(Eligible endpoint) {
            return endpoint.address() instanceof Inet4Address ? IPV4 : IPV6;
        }

        List<Eligible> in(Collection<Eligible> endpoints) {
            var members = new ArrayList<Eligible>();
            for (Eligible endpoint : endpoints) {
                if (of(endpoint) == this) {
                    members.add(endpoint);
                }
            }
            return members;
        }

        @Override
        public String toString() {
            return word;
        }

        /** {@code the answers}, or those of this family where the endpoints have both. */
        String answers(Collection<Eligible> endpoints) {
            return in(endpoints).size() == endpoints.size() ? "the answers" : "the " + word + " answers";
        }
    }

    /**
     * Weight times ramp; where that leaves nobody of an address family, the weights; where they are all 0, everybody of
     * it alike: a client of one family gets nothing of the other's answers.
     */
    static ToIntFunction<Eligible> sizes(Collection<Eligible> endpoints) {
        ToIntFunction<Eligible> four = sizesOfOne(Family.IPV4.in(endpoints));
        ToIntFunction<Eligible> six = sizesOfOne(Family.IPV6.in(endpoints));
        return endpoint -> (Family.of(endpoint) == Family.IPV4 ? four : six).applyAsInt(endpoint);
    }

    private static ToIntFunction<Eligible> sizesOfOne(Collection<Eligible> endpoints) {
        if (endpoints.stream().anyMatch(endpoint -> endpoint.weight() * endpoint.level() > 0)) {
            return endpoint -> endpoint.weight() * endpoint.level();
        }
        return allWeightless(endpoints) ? _ -> 1 : Eligible::weight;
    }

    static boolean allWeightless(Collection<Eligible> endpoints) {
        return endpoints.stream().allMatch(endpoint -> endpoint.weight() == 0);
    }

    /** Each endpoint's part of its family's sum; a family whose sum is 0 has none. */
    static SequencedMap<Eligible, Share> inProportion(Collection<Eligible> endpoints, ToIntFunction<Eligible> size) {
        var sums = new EnumMap<Family, Long>(Family.class);
        for (Eligible endpoint : endpoints) {
            sums.merge(Family.of(endpoint), (long) size.applyAsInt(endpoint), Long::sum);
        }
        var shares = new LinkedHashMap<Eligible, Share>();
        for (Eligible endpoint : endpoints) {
            long sum = sums.getOrDefault(Family.of(endpoint), 0L);
            shares.put(endpoint, sum == 0 ? Share.ZERO : Share.of(size.applyAsInt(endpoint), sum));
        }
        return shares;
    }

    /** Those with a share, as a client meets them. */
    static Selection selection(SequencedMap<Eligible, Share> shares, int answers) {
        var weights = new LinkedHashMap<Eligible, Integer>();
        shares.forEach((endpoint, share) -> {
            if (!share.isZero()) {
                weights.put(endpoint, 0);
            }
        });
        if (weights.isEmpty()) {
            return Selection.NONE;
        }
        for (Family family : Family.values()) {
            List<Eligible> members = family.in(weights.keySet());
            List<Integer> whole = weights(sharesOf(members, shares));
            for (int i = 0; i < members.size(); i++) {
                weights.put(members.get(i), whole.get(i));
            }
        }
        var addresses = new ArrayList<WeightedAddress>();
        weights.forEach((endpoint, weight) -> addresses.add(new WeightedAddress(endpoint.address(), weight)));
        return new Selection(addresses, Math.min(answers, addresses.size()));
    }

    private static List<Share> sharesOf(List<Eligible> members, SequencedMap<Eligible, Share> shares) {
        var own = new ArrayList<Share>();
        for (Eligible member : members) {
            own.add(shares.getOrDefault(member, Share.ZERO));
        }
        return own;
    }

    /**
     * The smallest whole numbers in the proportion of the shares, all above zero. Exact as long as the greatest is at
     * most {@link WeightedAddress#MAX_WEIGHT}; else each share is met within a millionth, except that one below a
     * millionth is lifted to about that at the cost of the greatest.
     */
    static List<Integer> weights(List<Share> shares) {
        if (alike(shares)) {
            return Collections.nCopies(shares.size(), 1);
        }
        BigInteger multiple = shares.stream()
                .map(Share::whole)
                .reduce(BigInteger.ONE, (a, b) -> a.divide(a.gcd(b)).multiply(b));
        List<BigInteger> parts = shares.stream()
                .map(share -> share.part().multiply(multiple.divide(share.whole())))
                .toList();
        BigInteger divisor = parts.stream().reduce(BigInteger.ZERO, BigInteger::gcd);
        BigInteger greatest = parts.stream().reduce(BigInteger.ZERO, BigInteger::max);
        if (parts.isEmpty() || greatest.divide(divisor).compareTo(MAX_WEIGHT) <= 0) {
            return parts.stream()
                    .map(part -> part.divide(divisor).intValueExact())
                    .toList();
        }
        return rounded(parts, greatest);
    }

    /** Whether nobody has more than another, which is nearly always so and needs no arithmetic. */
    private static boolean alike(List<Share> shares) {
        for (Share share : shares) {
            if (share.isZero() || !share.equals(shares.getFirst())) {
                return false;
            }
        }
        return true;
    }

    /** The largest remainders take what rounding down has left over. */
    private static List<Integer> rounded(List<BigInteger> parts, BigInteger greatest) {
        BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger total = sum.multiply(MAX_WEIGHT).divide(greatest);
        var weights = new ArrayList<Integer>();
        var remainders = new ArrayList<BigInteger>();
        for (BigInteger part : parts) {
            BigInteger[] divided = part.multiply(total).divideAndRemainder(sum);
            weights.add(divided[0].intValueExact());
            remainders.add(divided[1]);
        }
        int left = total.intValueExact()
                - weights.stream().mapToInt(Integer::intValue).sum();
        IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(remainders::get)
                        .reversed())
                .limit(left)
                .forEach(i -> weights.set(i, weights.get(i) + 1));
        for (int i = 0; i < parts.size(); i++) {
            if (weights.get(i) == 0) {
                weights.set(i, 1);
                int most = parts.indexOf(greatest);
                weights.set(most, weights.get(most) - 1);
            }
        }
        return weights;
    }
}
