package io.failoverd.daemon.config;

import io.failoverd.daemon.config.FailoverBudget.Estimate;
import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.Surge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The failover budget in words. */
final class BudgetText {
    private BudgetText() {}

    /** {@code web}, or {@code web, login (2 of 2 must pass), slow (only observes)}. */
    static String checks(EndpointPolicy policy) {
        String counted = policy.checks().stream()
                .filter(rule -> !rule.observed())
                .map(CheckRule::check)
                .collect(Collectors.joining(", "));
        String observed = policy.checks().stream()
                .filter(CheckRule::observed)
                .map(rule -> ", " + rule.check() + " (only observes)")
                .collect(Collectors.joining());
        String rule = policy.counted() == 1 ? "" : " (" + policy.needed() + " of " + policy.counted() + " must pass)";
        return counted + rule + observed;
    }

    static List<String> notes(
            Configuration configuration, ServicePlan service, Detection detection, FailoverBudget budget) {
        var notes = new ArrayList<String>();
        Traffic traffic = new Traffic(service);
        if (budget.share() * budget.endpoints() > 1.001) {
            notes.add("for " + budget.dying() + ", which gets " + percent(budget.share()) + " of the requests");
        }
        if (service.health().counted() > 1) {
            boolean one = detection.refusedBy().equals(detection.hangingBy());
            notes.add("for a death that every check sees; "
                    + (one
                            ? detection.refusedBy() + " decides"
                            : detection.refusedBy() + " decides when it refuses, " + detection.hangingBy()
                                    + " when it hangs"));
        }
        tripwire(configuration, service, detection, notes);
        if (!budget.decision().worst().isZero()) {
            notes.add("at worst a sentinel that does not answer is waited for");
        }
        String vantages = String.join(" and ", vantages(configuration, service));
        if (!vantages.isEmpty()) {
            notes.add("found and decided by this node alone: how long " + vantages
                    + " takes to agree is in none of these figures, and no address leaves before");
        }
        remotes(service, budget, notes);
        Duration spacing = service.rules().removalSpacing();
        if (traffic.regions().size() > 1 && !spacing.isZero() && budget.canFailOver()) {
            notes.add("a second region leaves " + Durations.format(spacing) + " after the first at the earliest"
                    + (vantages.isEmpty() ? "" : ", or with it where " + vantages + " agrees"));
        }
        SafetyBrake.Rule brake = configuration.brake();
        if (brake != null) {
            notes.add("the brake lets " + brake.removals() + (brake.removals() == 1 ? " address" : " addresses")
                    + " leave within " + Durations.format(brake.within()) + ", over all services");
        }
        if (service.health().manualResume()) {
            notes.add("a removed endpoint waits for an operator before it returns");
        }
        for (String region : traffic.regions()) {
            for (Surge.Overrun overrun : traffic.overrunsWithout(region)) {
                notes.add("when " + region + " dies, " + overrun.text());
            }
        }
        if (!budget.canFailOver()) {
            notes.add("no endpoint may leave the answer, so the loss lasts as long as the outage");
        }
        return notes;
    }

    /** What the idle connection of the check that decides may save. */
    private static void tripwire(
            Configuration configuration, ServicePlan service, Detection detection, List<String> notes) {
        boolean wired = service.health().checks().stream()
                .filter(rule -> !rule.observed())
                .anyMatch(rule -> configuration.check(rule.check()).cadence().tripwire() != null);
        boolean decides = configuration.check(detection.refusedBy()).cadence().tripwire() != null;
        if (wired && decides) {
            notes.add("without the tripwire of " + detection.refusedBy()
                    + ": a death that ends its idle connection is found after " + seconds(detection.run())
                    + " when it refuses");
        }
    }

    /** Who has a say beside this node. */
    private static List<String> vantages(Configuration configuration, ServicePlan service) {
        return configuration.publishers().stream()
                .filter(publisher ->
                        publisher.names().stream().anyMatch(name -> name.name().equals(service.name())))
                .map(publisher -> publisher.target().vantage())
                .filter(Objects::nonNull)
                .toList();
    }

    private static void remotes(ServicePlan service, FailoverBudget budget, List<String> notes) {
        for (FailoverBudget.Remote remote : budget.remotes()) {
            notes.add("how long publishing to " + remote.publisher()
                    + " takes is in none of these figures: it counts as failed after "
                    + Durations.format(remote.publishDeadline())
                    + ", and as late when the name servers have not followed "
                    + Durations.format(remote.verifyDeadline()) + " after the update");
            if (remote.ttl().compareTo(service.rules().ttl().steady()) > 0) {
                notes.add("records live " + Durations.format(remote.ttl()) + " at " + remote.publisher() + " and "
                        + Durations.format(service.rules().ttl().steady())
                        + " here; resolvers are counted with the longest");
            } else if (remote.ttl().isZero()) {
                notes.add("how long records live at " + remote.publisher()
                        + " is set there, at its instance, and in none of these figures");
            }
            if (!remote.floor().isZero()) {
                notes.add("where the edition behind " + remote.publisher() + " lets no TTL be under "
                        + Durations.format(remote.floor()) + " (Alidns: free and personal), up to "
                        + percent(budget.lostWith(remote.floor())) + " of requests are lost in "
                        + budget.window().toSeconds() + " s; `failoverd status` tells which it is");
            }
        }
    }

    static String render(FailoverBudget budget) {
        StringBuilder text = new StringBuilder();
        text.append(budget.service())
                .append(": ")
                .append(budget.endpoints() == 1 ? "1 endpoint" : budget.endpoints() + " endpoints")
                .append(budget.checks().contains(", ") ? ", checks " : ", check ")
                .append(budget.checks())
                .append('\n');
        row(text, "", "mean", "worst");
        row(text, "found when it refuses", budget.refused());
        row(text, "found when it hangs", budget.hanging());
        row(text, "decided", budget.decision());
        row(text, budget.remotes().isEmpty() ? "published" : "published here", Estimate.always(budget.publication()));
        row(text, "forgotten by resolvers", budget.ttlResidue());
        String lost = "of requests lost in " + budget.window().toSeconds() + " s";
        row(text, lost + ", refusing", budget.lostRefused());
        row(text, lost + ", hanging", budget.lostHanging());
        budget.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    /** What nobody can know before it runs. */
    static void hosts(Configuration configuration, ServicePlan service, List<String> notes) {
        for (HostPlan host : service.hosts()) {
            notes.add(
                    host.name() + " is a host name and counts as one address here; which it has is found by resolving "
                            + host.host() + ", again each "
                            + Durations.format(configuration.resolvers().minTtl()) + " to "
                            + Durations.format(configuration.resolvers().maxTtl()) + " by its TTL");
        }
    }

    private static void row(StringBuilder text, String name, Estimate estimate) {
        row(text, name, seconds(estimate.mean()), seconds(estimate.worst()));
    }

    private static void row(StringBuilder text, String name, FailoverBudget.Share share) {
        row(text, name, percent(share.mean()), percent(share.worst()));
    }

    private static void row(StringBuilder text, String name, String mean, String worst) {
        text.append(String.format(Locale.ROOT, "  %-38s %8s %8s\n", name, mean, worst));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
