package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.failoverd.daemon.demo.cloud.wire.FlowControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a fake cloud is like all the time; what goes wrong now and then is in its faults.
 *
 * @param port of the API; 0 for any
 * @param dnsPort of the name servers; 0 for any
 * @param keys who may call
 * @param staleReads how far behind every read is
 * @param propagation how far behind the name servers are
 * @param writeTakes how long a write keeps others of the same domain or instance out
 * @param quotas calls a second, by action
 * @param otherQuota calls a second of the actions that {@code quotas} does not name
 * @param seed of everything that is left to chance
 */
public record CloudSettings(
        int port,
        int dnsPort,
        List<AccessKey> keys,
        Duration staleReads,
        Duration propagation,
        Duration writeTakes,
        Map<String, Integer> quotas,
        int otherQuota,
        long seed) {
    /** Any quota that a test of something else will not meet. */
    private static final int PLENTY = 1_000_000;

    /** What the versions of the account are kept for. */
    public static final Duration LONGEST_LAG = Duration.ofMinutes(10);

    public CloudSettings {
        keys = List.copyOf(keys);
        quotas = Map.copyOf(quotas);
        for (Duration lag : List.of(staleReads, propagation, writeTakes)) {
            if (lag.isNegative() || lag.compareTo(LONGEST_LAG) > 0) {
                throw new IllegalArgumentException("0 to " + LONGEST_LAG.toMinutes() + "m, not " + lag);
            }
        }
        if (otherQuota < 1 || quotas.values().stream().anyMatch(quota -> quota < 1)) {
            throw new IllegalArgumentException("a quota is at least one call a second");
        }
    }

    /** Any ports, the published quotas, and no delay anywhere. */
    public static CloudSettings of(AccessKey... keys) {
        return new CloudSettings(
                0,
                0,
                List.of(keys),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                FlowControl.PUBLISHED,
                FlowControl.UNPUBLISHED,
                0);
    }

    public CloudSettings withPorts(int api, int dns) {
        return new CloudSettings(api, dns, keys, staleReads, propagation, writeTakes, quotas, otherQuota, seed);
    }

    public CloudSettings withStaleReads(Duration lag) {
        return new CloudSettings(port, dnsPort, keys, lag, propagation, writeTakes, quotas, otherQuota, seed);
    }

    public CloudSettings withPropagation(Duration lag) {
        return new CloudSettings(port, dnsPort, keys, staleReads, lag, writeTakes, quotas, otherQuota, seed);
    }

    public CloudSettings withWriteTakes(Duration time) {
        return new CloudSettings(port, dnsPort, keys, staleReads, propagation, time, quotas, otherQuota, seed);
    }

    public CloudSettings withQuotas(Map<String, Integer> perAction, int others) {
        return new CloudSettings(port, dnsPort, keys, staleReads, propagation, writeTakes, perAction, others, seed);
    }

    public CloudSettings withoutQuotas() {
        return withQuotas(Map.of(), PLENTY);
    }

    public CloudSettings withSeed(long number) {
        return new CloudSettings(port, dnsPort, keys, staleReads, propagation, writeTakes, quotas, otherQuota, number);
    }
}
