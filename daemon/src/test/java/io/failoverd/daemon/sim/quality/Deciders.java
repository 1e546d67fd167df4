package io.failoverd.daemon.sim.quality;

import java.util.List;

/** Those that are compared: failoverd at its defaults, and each peer's documented rule at its own interval and at ours. */
final class Deciders {
    private Deciders() {}

    static List<Decider> all(Defaults defaults) {
        long ours = defaults.cadence().interval().toNanos();
        return List.of(
                new FailoverdAlone("failoverd", defaults, true),
                new FailoverdAlone("failoverd, no sentinels", defaults, false),
                new FailoverdTogether("failoverd, 3 vantages", defaults),
                gdnsd("gdnsd, 10 s", 10 * Times.SECOND),
                gdnsd("gdnsd, our 2 s", ours),
                route53("Route 53, 30 s", 30 * Times.SECOND),
                route53("Route 53, 10 s", 10 * Times.SECOND),
                route53("Route 53, our 2 s", ours),
                new EnvoyOutlier("Envoy, sweep 10 s", 10 * Times.SECOND),
                new EnvoyOutlier("Envoy, sweep 2 s", ours),
                gtm("GTM, 60 s, 2 failures", 60 * Times.SECOND, 5 * Times.SECOND, 2),
                gtm("GTM, 15 s, 1 failure", 15 * Times.SECOND, 2 * Times.SECOND, 1),
                gtm("GTM, our 2 s, 2 failures", ours, 2 * Times.SECOND, 2));
    }

    /**
     * gdnsd at its defaults: timeout half the interval, thresholds 20, 10 and 10, HTTP without TLS from one place, and
     * states that are published once a second (docs/gdnsd.config.podin, src/plugins/mon.c at eda1f83). multifo answers
     * all when fewer than half are up.
     */
    private static Decider gdnsd(String name, long interval) {
        long timeout = interval / 2;
        return new IntervalProber(
                name,
                interval,
                new Exchange.Client(timeout, timeout, timeout, false, true),
                1,
                0,
                () -> new ProbeRule.Gdnsd(20, 10, 10),
                Times.SECOND,
                true,
                worst(interval, timeout, 10) + Times.SECOND);
    }

    /**
     * Amazon Route 53: about fifteen checkers, 4 s to connect and 2 s more for a status of 2xx or 3xx, three in a row
     * either way, no certificate validated, healthy while more than 18 % of the checkers say so; with none healthy all are
     * answered (Developer Guide, "How Amazon Route 53 determines whether a health check is healthy").
     */
    private static Decider route53(String name, long interval) {
        return new IntervalProber(
                name,
                interval,
                new Exchange.Client(4 * Times.SECOND, 6 * Times.SECOND, 2 * Times.SECOND, false, true),
                15,
                1 - 0.18 - 1e-9,
                () -> new ProbeRule.InARow(3, 3),
                0,
                false,
                worst(interval, 6 * Times.SECOND, 3));
    }

    /**
     * Alibaba Cloud GTM: interval, timeout and number of failures as in its console, the same number of successes to
     * return, abnormal when more than half of its nodes say so. That there are five nodes, that a status from 400 on
     * fails, that certificates are not validated and that all are answered when none is left are assumptions.
     */
    private static Decider gtm(String name, long interval, long timeout, int failures) {
        return new IntervalProber(
                name,
                interval,
                new Exchange.Client(timeout, timeout, timeout, false, true),
                5,
                0.5,
                () -> new ProbeRule.InARow(failures, failures),
                0,
                false,
                worst(interval, timeout, failures));
    }

    /** I + (F−1)·max(I, T) + T: probes that hang, one after the other. */
    private static long worst(long interval, long timeout, int failures) {
        return interval + (failures - 1) * Math.max(interval, timeout) + timeout;
    }
}
