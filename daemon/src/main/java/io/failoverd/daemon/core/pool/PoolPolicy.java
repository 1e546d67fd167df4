package io.failoverd.daemon.core.pool;

import io.failoverd.dns.model.WeightedAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the healthy endpoints share the answer. */
public sealed interface PoolPolicy {
    /** For {@code maxAnswers} and {@code answers}: every address in every response. */
    int NO_LIMIT = Integer.MAX_VALUE;

    /** The word in the configuration and the status. */
    String word();

    /**
     * Multi-active: every healthy endpoint answers, all with the same share; weights and ramps do not apply.
     *
     * @param maxAnswers the most addresses of a family in one response, {@link #NO_LIMIT} for all of them
     */
    record All(int maxAnswers) implements PoolPolicy {
        public All {
            atLeastOne(maxAnswers, "maxAnswers");
        }

        /** Without a limit. */
        public All() {
            this(NO_LIMIT);
        }

        @Override
        public String word() {
            return "all";
        }
    }

    /**
     * Each healthy endpoint in proportion to its weight.
     *
     * @param answers how many addresses of a family stand in one response
     */
    record Weighted(int answers, Ramp ramp) implements PoolPolicy {
        public Weighted {
            atLeastOne(answers, "answers");
        }

        @Override
        public String word() {
            return "weighted";
        }
    }

    /**
     * The first tier that has enough healthy endpoints answers with all of them, the others wait. The tiers are a
     * property of the endpoints.
     *
     * @param maxAnswers the most addresses of a family in one response, {@link #NO_LIMIT} for all of them
     */
    record Failover(int minHealthy, Failback failback, int maxAnswers) implements PoolPolicy {
        public Failover {
            atLeastOne(minHealthy, "minHealthy");
            atLeastOne(maxAnswers, "maxAnswers");
        }

        @Override
        public String word() {
            return "failover";
        }
    }

    /** Who brings the answer back to a better tier that is healthy again. */
    enum Failback {
        AUTOMATIC,
        /** An operator. */
        MANUAL
    }

    /**
     * For each client region a distribution over the endpoints' regions and an order in which they stand in.
     *
     * @param clients by client region, kept in the order of the names; a client of no known region gets every endpoint
     *     by weight
     * @param answers how many addresses of a family stand in one response
     * @param minHealthy a region with fewer healthy endpoints is out
     */
    record Regional(Map<String, ClientRule> clients, int answers, int minHealthy, Ramp ramp) implements PoolPolicy {
        public Regional {
            clients = Collections.unmodifiableMap(new TreeMap<>(clients));
            atLeastOne(answers, "answers");
            atLeastOne(minHealthy, "minHealthy");
        }

        @Override
        public String word() {
            return "regional";
        }
    }

    /**
     * Where the clients of one region go.
     *
     * @param distribution parts by region, 0 to {@link WeightedAddress#MAX_WEIGHT}, at least one above 0; kept in the
     *     order of the names
     * @param failover which region stands in for one that is out, the first that is in
     */
    record ClientRule(Map<String, Integer> distribution, List<String> failover) {
        public ClientRule {
            distribution = Collections.unmodifiableMap(new TreeMap<>(distribution));
            failover = List.copyOf(failover);
            distribution.forEach((region, part) -> {
                if (part < 0 || part > WeightedAddress.MAX_WEIGHT) {
                    throw new IllegalArgumentException(
                            region + ": " + part + " is not in 0 to " + WeightedAddress.MAX_WEIGHT);
                }
            });
            if (distribution.values().stream().noneMatch(part -> part > 0)) {
                throw new IllegalArgumentException("the distribution gives no region a share");
            }
            if (new HashSet<>(failover).size() < failover.size()) {
                throw new IllegalArgumentException("failover names a region twice: " + failover);
            }
        }
    }

    private static void atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is below 1");
        }
    }
}
