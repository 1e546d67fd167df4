package io.failoverd.dns.model;

import java.net.InetAddress;

/**
 * An address and its share among those it stands with: {@code weight} of the sum of their weights.
 *
 * @param weight 1 to {@link #MAX_WEIGHT}; what has no share is left out
 */
public record WeightedAddress(InetAddress address, int weight) {
    /** A million, so that a share of a share of a share is still exact to a hundredth of a percent. */
    public static final int MAX_WEIGHT = 1_000_000;

    public WeightedAddress {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not in 1 to " + MAX_WEIGHT);
        }
    }
}
