package io.failoverd.daemon.sim.quality;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Envoy's passive outlier detection at its defaults (outlier.rst, outlier_detection.proto): five consecutive failures of
 * user requests (5xx, and local errors, which count alike unless split) eject a host at once; at each sweep it returns
 * when base (30 s) × the number of its ejections, at most 300 s, has passed, and each sweep that finds it in forgives one;
 * at most 10 % of the hosts, but always one, may be ejected. It probes nothing: it sees what users meet, here ten
 * requests a second for each endpoint through one proxy.
 */
record EnvoyOutlier(String name, long sweep) implements Decider {
    private static final int CONSECUTIVE = 5;
    private static final long BASE = 30 * Times.SECOND;
    private static final long CAP = 300 * Times.SECOND;
    private static final int MOST_EJECTED = 1;

    @Override
    public long worst() {
        return CONSECUTIVE * Truth.EVERY + Exchange.Client.USER.total();
    }

    @Override
    public void run(Scene scene, Truth truth, SplittableRandom chance, AnswerLog log) {
        boolean quiet = true;
        for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
            quiet &= truth.failures(endpoint) < CONSECUTIVE;
        }
        if (!quiet) {
            new Hosts(log, chance.nextLong(sweep), sweep).run(scene, truth);
        }
    }

    /** The request results of all endpoints in the order in which they come back. */
    private static long[] inOrder(Truth truth) {
        int count = 0;
        for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
            count += truth.count(endpoint);
        }
        long[] results = new long[count];
        int at = 0;
        for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
            for (int i = 0; i < truth.count(endpoint); i++) {
                boolean failed = switch (truth.outcome(endpoint, i)) {
                    case OK, LIMITED_429 -> false;
                    case ERROR_5XX, REFUSED, CONNECT_TIMEOUT, TIMEOUT, BAD_CERTIFICATE -> true;
                };
                results[at++] = truth.finish(endpoint, i) / Times.MILLI * 4 + endpoint * 2L + (failed ? 1 : 0);
            }
        }
        Arrays.sort(results);
        return results;
    }

    /** The proxy's view of its hosts. */
    private static final class Hosts {
        private final AnswerLog log;
        private final long sweep;
        private long nextSweep;
        private final int[] failures = new int[Scene.ENDPOINTS];
        private final int[] ejections = new int[Scene.ENDPOINTS];
        private final long[] ejectedAt = new long[Scene.ENDPOINTS];
        private final boolean[] out = new boolean[Scene.ENDPOINTS];

        Hosts(AnswerLog log, long firstSweep, long sweep) {
            this.log = log;
            this.sweep = sweep;
            this.nextSweep = firstSweep;
        }

        void run(Scene scene, Truth truth) {
            for (long result : inOrder(truth)) {
                long now = result / 4 * Times.MILLI;
                while (nextSweep <= now) {
                    sweepAt(nextSweep);
                    nextSweep += sweep;
                }
                if (now < scene.length) {
                    came(now, (int) (result >> 1 & 1), (result & 1) == 1);
                }
            }
        }

        private void came(long now, int host, boolean failed) {
            if (out[host]) {
                return; // it has no traffic; what comes back is from before
            }
            failures[host] = failed ? failures[host] + 1 : 0;
            if (failures[host] < CONSECUTIVE) {
                if (!failed) {
                    log.stands(now, host, true, false);
                }
                return;
            }
            boolean may = ejected() < MOST_EJECTED;
            log.stands(now, host, !may, true);
            if (may) {
                out[host] = true;
                ejectedAt[host] = now;
                ejections[host]++;
                failures[host] = 0;
            }
        }

        private int ejected() {
            int count = 0;
            for (boolean one : out) {
                count += one ? 1 : 0;
            }
            return count;
        }

        private void sweepAt(long now) {
            for (int host = 0; host < out.length; host++) {
                if (!out[host]) {
                    ejections[host] = Math.max(0, ejections[host] - 1);
                } else if (now >= ejectedAt[host] + Math.min(BASE * ejections[host], CAP)) {
                    out[host] = false;
                    log.stands(now, host, true, false);
                }
            }
        }
    }
}
