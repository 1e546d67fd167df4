package io.failoverd.daemon.admin;

import static io.failoverd.daemon.admin.Families.gauge;
import static io.failoverd.daemon.admin.Families.point;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Votes;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.consensus.ConsensusMachine;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Stance;
import io.failoverd.probes.model.Moment;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What each vantage says of each endpoint, where there are several; their names are of the configuration. */
final class VantageFamilies {
    private VantageFamilies() {}

    static void add(MetricSnapshots.Builder families, World world, Moment now) {
        GaugeSnapshot.Builder opinion = gauge(
                "failoverd_vantage_opinion", "1 for what a vantage says of an endpoint and is counted for, 0 else.");
        GaugeSnapshot.Builder age =
                gauge("failoverd_vantage_report_age_seconds", "Age of another vantage's newest report of an endpoint.");
        GaugeSnapshot.Builder lost = gauge(
                "failoverd_endpoint_quorum_lost", "Whether the vantages of an endpoint have not agreed for too long.");
        for (ServiceState service : world.services().values()) {
            @Nullable ConsensusPolicy policy = service.plan().vantages();
            for (EndpointState endpoint : service.endpoints()) {
                @Nullable Votes votes = endpoint.votes();
                if (policy == null || votes == null) {
                    continue;
                }
                String[] labels = {
                    "service",
                    service.plan().name(),
                    "endpoint",
                    endpoint.plan().name()
                };
                lost.dataPoint(point(endpoint.open().quorumLost(), labels));
                for (Stance stance : ConsensusMachine.stances(policy, votes.consensus(), now)) {
                    said(opinion, age, stance, labels);
                }
            }
        }
        families.metricSnapshot(opinion.build()).metricSnapshot(age.build()).metricSnapshot(lost.build());
    }

    private static void said(GaugeSnapshot.Builder opinion, GaugeSnapshot.Builder age, Stance stance, String[] labels) {
        for (Opinion each : Opinion.values()) {
            boolean says = each == Opinion.UNKNOWN ? !counts(stance) : stance.says(each);
            opinion.dataPoint(
                    point(says, with(labels, stance, "state", each.name().toLowerCase(Locale.ROOT))));
        }
        if (!stance.own() && stance.heard() != null) {
            age.dataPoint(point(stance.age().toMillis() / 1e3, with(labels, stance)));
        }
    }

    private static boolean counts(Stance stance) {
        return stance.says(Opinion.UP) || stance.says(Opinion.DOWN);
    }

    private static String[] with(String[] labels, Stance stance, String... more) {
        String[] all = new String[labels.length + 2 + more.length];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = "vantage";
        all[labels.length + 1] = stance.vantage();
        System.arraycopy(more, 0, all, labels.length + 2, more.length);
        return all;
    }
}
