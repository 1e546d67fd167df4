package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Service plans in a line: {@code plan("a=1 b=2")} has endpoint a at 203.0.113.1 and b at 203.0.113.2. */
public final class Plans {
    public static final String SERVICE = "www.gslb.example.com";
    public static final String CHECK = "page";
    public static final HoldDown HOLD =
            new HoldDown(Duration.ofSeconds(60), HoldDown.DEFAULT_CAP, HoldDown.DEFAULT_DECAY);
    public static final EndpointPolicy HEALTH = ProbeScript.policy(3, 2, Duration.ofMillis(900), HOLD);

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
            String[] parts = token.split("=", -1);
            endpoints.add(new EndpointPlan(parts[0], "cn-" + parts[0], address(Integer.parseInt(parts[1]))));
        }
        return endpoints;
    }

    public static InetAddress address(int number) {
        return InetAddress.ofLiteral("203.0.113." + number);
    }
}
