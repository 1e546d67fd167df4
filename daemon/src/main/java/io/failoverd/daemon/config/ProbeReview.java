package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.probes.ProbeLimits;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.tripwire.Tripwires;
import java.util.ArrayList;
import java.util.List;

/**
 * Warns where what is to be probed does not fit into {@code node.maxProbes}, or that not into what this process may have
 * open. The file itself is good.
 *
 * @param targets that there may be; a host name counts with as many addresses as are used of one
 * @param worst probes under way while all of them hang
 * @param wires idle connections that are wanted at most
 */
record ProbeReview(long targets, long worst, long wires) {
    /**
     * What is neither a probe nor an idle connection: 512 clients of DNS over TCP, and as many for the admin listener,
     * alerts, publishers, files and what the JVM itself has open.
     */
    private static final long ALL_ELSE = 1024;

    /** Targets of one cadence. */
    private record Share(long targets, Cadence cadence) {}

    static void warn(Section root, Configuration configuration, Surroundings surroundings) {
        Section node = root.section("node", Vocabulary.NODE);
        Value at = node.has("maxProbes") ? node.at("maxProbes") : node.self().below("maxProbes");
        int most = configuration.node().maxProbes();
        ProbeReview review = of(configuration);
        review.places(most, at);
        surroundings.openFiles().ifPresent(files -> review.files(most, files, at));
    }

    private static ProbeReview of(Configuration configuration) {
        List<Share> shares = new ArrayList<>();
        for (ServicePlan service : configuration.services()) {
            long addresses = service.endpoints().size() + (long) service.hosts().size() * HostPlan.MOST_ADDRESSES;
            for (CheckRule rule : service.health().checks()) {
                shares.add(
                        new Share(addresses, configuration.check(rule.check()).cadence()));
            }
        }
        configuration
                .sentinelTargets()
                .forEach(each -> shares.add(new Share(1, each.check().cadence())));
        return new ProbeReview(
                shares.stream().mapToLong(Share::targets).sum(),
                shares.stream()
                        .mapToLong(each -> each.targets() * each.cadence().maxInFlight())
                        .sum(),
                Math.min(
                        Tripwires.MOST,
                        shares.stream()
                                .filter(each -> each.cadence().tripwire() != null)
                                .mapToLong(Share::targets)
                                .sum()));
    }

    private void places(int most, Value at) {
        if (worst <= most) {
            return;
        }
        String outcome = ProbeLimits.assures(most, targets)
                ? "each is still probed, but found out later"
                : "some are not probed in time, and nothing is said of them";
        long enough = Math.min(worst, NodeSettings.MOST_PROBES);
        at.warning(
                "while every target hangs, of which there are up to " + targets + ", " + worst
                        + " probes would be under way at once, and " + most + " may: " + outcome,
                most < enough ? "write " + enough : "lengthen recheck, shorten timeout, or use several nodes");
    }

    private void files(int most, long files, Value at) {
        long probes = Math.min(worst, most);
        long needed = probes + wires + ALL_ELSE;
        if (needed <= files) {
            return;
        }
        long room = files - wires - ALL_ELSE;
        at.warning(
                "up to " + probes + " probes and " + wires + " idle connections at once, beside " + ALL_ELSE
                        + " files for all else, are more than the " + files + " that this process may have open",
                "raise that to " + needed + " (LimitNOFILE= of the unit, ulimit -n of a shell)"
                        + (room >= NodeSettings.LEAST_PROBES ? ", or write " + room : ""));
    }
}
