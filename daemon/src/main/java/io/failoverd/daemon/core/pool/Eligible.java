package io.failoverd.daemon.core.pool;

import java.net.InetAddress;

/**
 * An endpoint that may answer: its health, overrides and guards are settled already.
 *
 * @param weight 0 to 100; 0 is not answered while another has more
 * @param tier 1 for the first
 * @param level percent of its weight that its ramp has reached, 0 to 100
 */
public record Eligible(String endpoint, String region, InetAddress address, int weight, int tier, int level) {
    public static final int MAX_WEIGHT = 100;
    public static final int FULL = 100;

    public Eligible {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(endpoint + ": weight " + weight + " is not in 0 to " + MAX_WEIGHT);
        }
        if (tier < 1) {
            throw new IllegalArgumentException(endpoint + ": tier " + tier + " is below 1");
        }
        if (level < 0 || level > FULL) {
            throw new IllegalArgumentException(endpoint + ": level " + level + " is not in 0 to " + FULL);
        }
    }
}
