package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Eligible;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Service plans in a line: {@code plan("a=1 b=2")} has endpoint a at 203.0.113.1 and b at 203.0.113.2, and
 * {@code "a=1@cn-x*50#2"} is in region cn-x, with weight 50, in tier 2.
 */
public final class Plans {
    public static final String SERVICE = "www.gslb.example.com";
    public static final String CHECK = "page";
    public static final HoldDown HOLD =
            new HoldDown(Duration.ofSeconds(60), HoldDown.DEFAULT_CAP, HoldDown.DEFAULT_DECAY);
    public static final EndpointPolicy HEALTH = ProbeScript.policy(3, 2, Duration.ofMillis(900), HOLD);

    private static final Pattern ENDPOINT = Pattern.compile("(\\w+)=(\\d+)(?:@([\\w-]+))?(?:\\*(\\d+))?(?:#(\\d+))?");

    private Plans() {}

    public static ServicePlan plan(String endpoints) {
        return plan(SERVICE, endpoints, HEALTH, 1, new AllDown.FailOpen());
    }

    public static ServicePlan plan(String endpoints, AllDown allDown) {
        return plan(SERVICE, endpoints, HEALTH, 1, allDown);
    }

    public static ServicePlan plan(String endpoints, int minAvailable) {
        return plan(SERVICE, endpoints, HEALTH, minAvailable, new AllDown.FailOpen());
    }

    public static ServicePlan plan(
            String service, String endpoints, EndpointPolicy health, int minAvailable, AllDown allDown) {
        return new ServicePlan(
                service,
                rules(new PoolPolicy.All(), health, minAvailable, allDown),
                Maintenance.NONE,
                endpoints(endpoints));
    }

    /** One service under this policy. */
    public static ServicePlan plan(String endpoints, PoolPolicy policy) {
        return plan(endpoints, rules(policy, HEALTH, 1, new AllDown.FailOpen()));
    }

    /** One service with these rules. */
    public static ServicePlan plan(String endpoints, PoolRules rules) {
        return new ServicePlan(SERVICE, rules, Maintenance.NONE, endpoints(endpoints));
    }

    public static PoolRules rules(PoolPolicy policy, EndpointPolicy health, int minAvailable, AllDown allDown) {
        return new PoolRules(
                policy,
                new TtlPolicy(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                minAvailable,
                ServicePlan.DEFAULT_REMOVAL_SPACING,
                allDown,
                health,
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
    }

    public static List<EndpointPlan> endpoints(String line) {
        var endpoints = new ArrayList<EndpointPlan>();
        for (String token : line.trim().split("\\s+", -1)) {
            Matcher parts = ENDPOINT.matcher(token);
            if (!parts.matches()) {
                throw new IllegalArgumentException(token);
            }
            endpoints.add(new EndpointPlan(
                    parts.group(1),
                    parts.group(3) == null ? "cn-" + parts.group(1) : parts.group(3),
                    address(Integer.parseInt(parts.group(2))),
                    parts.group(4) == null ? Eligible.MAX_WEIGHT : Integer.parseInt(parts.group(4)),
                    parts.group(5) == null ? 1 : Integer.parseInt(parts.group(5))));
        }
        return endpoints;
    }

    public static InetAddress address(int number) {
        return InetAddress.ofLiteral("203.0.113." + number);
    }
}
