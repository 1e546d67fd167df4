package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Surge;
import io.failoverd.probes.model.DurationMath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Warns where settings of one service defeat each other, or do nothing. The service itself is good. */
final class ServiceReview {
    /** A TTL that many operators choose; no word about it. */
    private static final Duration USUAL_TTL = Duration.ofSeconds(60);
    /** From so many times the detection on, it is the TTL that decides how long a dead address is used. */
    private static final int DOMINATES = 3;

    private static final Duration LONG_SPACING = Duration.ofMinutes(10);

    private final Section section;
    private final ServicePlan plan;
    private final PoolRules rules;
    private final EndpointReader.Read endpoints;
    private final List<ServiceChecks.Use> uses;
    private final Traffic traffic;

    ServiceReview(Section section, ServicePlan plan, EndpointReader.Read endpoints, List<ServiceChecks.Use> uses) {
        this.section = section;
        this.plan = Expected.of(plan);
        this.rules = plan.rules();
        this.endpoints = endpoints;
        this.uses = uses;
        this.traffic = new Traffic(plan);
    }

    void warn() {
        if (!ttlDominates()) {
            holdDown();
        }
        spacing();
        minAvailable();
        ignored();
        switch (rules.policy()) {
            case PoolPolicy.All _ -> {}
            case PoolPolicy.Weighted _ -> weights();
            case PoolPolicy.Failover failover -> tiers(failover);
            case PoolPolicy.Regional regional -> regions(regional);
        }
        for (Surge.Overrun overrun : traffic.overruns()) {
            at("capacity")
                    .warning(
                            overrun.region() + " carries " + overrun.after().text()
                                    + " of the traffic while everything is healthy, and its capacity is "
                                    + overrun.capacityPercent() + " %",
                            null);
        }
    }

    private Value at(String key) {
        return section.at(key);
    }

    private boolean ttlDominates() {
        Duration steady = rules.ttl().steady();
        Detection detection =
                Detection.of(plan.health(), name -> use(name).check().cadence());
        Duration found = detection.hanging().worst();
        boolean dominates =
                steady.compareTo(USUAL_TTL) > 0 && steady.compareTo(DurationMath.times(found, DOMINATES)) > 0;
        if (dominates) {
            at("ttl")
                    .warning(
                            "resolvers may give out a dead address for " + Durations.format(steady)
                                    + " after its removal, and finding it takes " + Durations.format(found)
                                    + " at worst",
                            "write steady: 30s");
        }
        return dominates;
    }

    private void holdDown() {
        Duration base = plan.health().holdDown().base();
        Duration steady = rules.ttl().steady();
        Duration rise = uses.stream()
                .filter(use -> !use.observed())
                .map(use -> DurationMath.times(
                        use.check().cadence().interval(), use.check().policy().rise()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration back = base.compareTo(rise) > 0 ? base : rise;
        if (base.isZero() && !plan.health().manualResume()) {
            at("holdDown").warning("is 0, so that a gateway that flaps makes the answer flap with it", "write 60s");
        } else if (back.compareTo(steady) < 0 && !plan.health().manualResume()) {
            at(section.has("holdDown") ? "holdDown" : "ttl")
                    .warning(
                            "a removed address may be back after " + Durations.format(back)
                                    + ", before the steady TTL of " + Durations.format(steady)
                                    + " has let resolvers forget it",
                            "write a holdDown of " + Durations.format(steady) + " or more");
        }
    }

    private ServiceChecks.Use use(String check) {
        return uses.stream()
                .filter(use -> use.check().name().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private void spacing() {
        Duration spacing = rules.removalSpacing();
        if (traffic.regions().size() < 2) {
            return;
        }
        if (spacing.isZero()) {
            at("removalSpacing")
                    .warning(
                            "is 0, so that a check that is wrong everywhere takes every region out at once",
                            "write 60s");
        } else if (spacing.compareTo(LONG_SPACING) > 0) {
            at("removalSpacing")
                    .warning(
                            "a second region that dies is answered for up to " + Durations.format(spacing)
                                    + " after the first",
                            "write 60s");
        }
    }

    private void minAvailable() {
        int all = plan.endpoints().size();
        if (rules.minAvailable() >= all) {
            return; // said already
        }
        counted(EndpointPlan::region).forEach((region, count) -> {
            int left = (int) (all - count);
            int kept = rules.minAvailable() - left;
            if (left > 0 && kept > 0) {
                at("minAvailable")
                        .warning(
                                "when region " + region + " dies, " + left + " of " + all
                                        + " endpoints are left, so that " + kept + " of its dead "
                                        + (kept == 1 ? "stays" : "stay") + " in the answer",
                                "write " + left + " or less");
            }
        });
    }

    private Map<String, Long> counted(Function<EndpointPlan, String> by) {
        return plan.endpoints().stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    /** What the policy does not look at. */
    private void ignored() {
        String policy = "policy " + rules.policy().word();
        boolean weighs = rules.policy() instanceof PoolPolicy.Weighted || rules.policy() instanceof PoolPolicy.Regional;
        if (!weighs) {
            warn(endpoints.weight(), policy + " gives its endpoints equal shares, so that weights do nothing");
        }
        if (!(rules.policy() instanceof PoolPolicy.Failover)) {
            warn(endpoints.tier(), policy + " has no tiers, so that this does nothing");
        }
        if (!(rules.policy() instanceof PoolPolicy.Regional)) {
            warn(
                    section.get("traffic"),
                    policy + " answers the clients of every region alike, so that this does nothing");
        }
    }

    private static void warn(@Nullable Value at, String text) {
        if (at != null) {
            at.warning(text, "remove it");
        }
    }

    private void weights() {
        if (plan.endpoints().stream().allMatch(endpoint -> endpoint.weight() == 0)) {
            at("endpoints").warning("every weight is 0, so that all of them are answered alike", null);
        }
    }

    private void tiers(PoolPolicy.Failover failover) {
        Map<Integer, Long> tiers = plan.endpoints().stream()
                .collect(Collectors.groupingBy(EndpointPlan::tier, TreeMap::new, Collectors.counting()));
        if (tiers.size() == 1 && plan.endpoints().size() > 1) {
            at("endpoints").warning("all are in one tier, so that none stands by", "add tier: 2 to those that wait");
            return;
        }
        tiers.forEach((tier, count) -> {
            if (count < failover.minHealthy()) {
                at("policy")
                        .warning(
                                "tier " + tier + " has " + count + (count == 1 ? " endpoint" : " endpoints")
                                        + ", fewer than minHealthy, so that it answers only when no tier has enough",
                                "write minHealthy: " + count);
            }
        });
    }

    private void regions(PoolPolicy.Regional regional) {
        weights();
        Map<String, Long> regions = counted(EndpointPlan::region);
        regions.forEach((region, count) -> {
            if (count < regional.minHealthy()) {
                at("policy")
                        .warning(
                                "region " + region + " has " + count + (count == 1 ? " endpoint" : " endpoints")
                                        + ", fewer than minHealthy, so that it answers only when no region has enough",
                                "write minHealthy: " + count);
            }
        });
        boolean someWeigh = plan.endpoints().stream().anyMatch(endpoint -> endpoint.weight() > 0);
        regional.clients()
                .forEach((client, rule) -> rule.distribution().forEach((region, part) -> {
                    boolean weightless = plan.endpoints().stream()
                            .filter(endpoint -> endpoint.region().equals(region))
                            .allMatch(endpoint -> endpoint.weight() == 0);
                    if (part > 0 && weightless && someWeigh) {
                        at("policy")
                                .warning(
                                        "clients of " + client + " should go to " + region
                                                + ", where every weight is 0, so that it counts as out",
                                        null);
                    }
                }));
    }
}
