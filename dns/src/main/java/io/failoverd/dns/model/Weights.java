package io.failoverd.dns.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A decision's weights in a target's own numbers. Shares count, not numbers: 1:2 at a target is right for 50:100. */
final class Weights {
    private Weights() {}

    /** The weight that each wanted address should have; those that the target has already, where the shares are right. */
    static Map<InetAddress, Integer> forTarget(RecordSet held, WantedRecords wanted, int maxWeight) {
        Map<InetAddress, Integer> scaled = scaled(wanted.weights(), maxWeight);
        var present = new LinkedHashMap<InetAddress, Integer>();
        for (InetAddress address : wanted.weights().keySet()) {
            held.of(address)
                    .filter(record -> record.weight().isPresent())
                    .ifPresent(record -> present.put(address, record.weight().getAsInt()));
        }
        return present.keySet().equals(scaled.keySet()) && proportional(present, scaled) ? present : scaled;
    }

    /** The smallest whole numbers of the same shares; where the largest is too large, the nearest that fit, 1 at least. */
    private static Map<InetAddress, Integer> scaled(Map<InetAddress, Integer> weights, int maxWeight) {
        int divisor = weights.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValueExact();
        long largest =
                weights.values().stream().mapToInt(Integer::intValue).max().orElse(1) / divisor;
        var scaled = new LinkedHashMap<InetAddress, Integer>();
        weights.forEach((address, weight) -> {
            long small = weight / divisor;
            long fit = largest <= maxWeight ? small : Math.round((double) small * maxWeight / largest);
            scaled.put(address, (int) Math.max(1, fit));
        });
        return scaled;
    }

    private static boolean proportional(Map<InetAddress, Integer> one, Map<InetAddress, Integer> other) {
        List<InetAddress> addresses = new ArrayList<>(one.keySet());
        InetAddress first = addresses.getFirst();
        for (InetAddress address : addresses) {
            long left = (long) at(one, address) * at(other, first);
            long right = (long) at(other, address) * at(one, first);
            if (left != right || at(one, address) < 1) {
                return false;
            }
        }
        return true;
    }

    private static int at(Map<InetAddress, Integer> weights, InetAddress address) {
        Integer weight = weights.get(address);
        return weight == null ? 0 : weight;
    }
}
