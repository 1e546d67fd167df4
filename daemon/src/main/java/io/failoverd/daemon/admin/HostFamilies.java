package io.failoverd.daemon.admin;

import static io.failoverd.daemon.admin.Families.gauge;
import static io.failoverd.daemon.admin.Families.point;

import io.failoverd.daemon.core.HostState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/** What the world knows of the endpoints that are host names. */
final class HostFamilies {
    private HostFamilies() {}

    static void add(MetricSnapshots.Builder families, World world, Moment now) {
        GaugeSnapshot.Builder addresses =
                gauge("failoverd_host_addresses", "Addresses that an endpoint's host name has.");
        GaugeSnapshot.Builder failures = gauge(
                "failoverd_host_resolution_failures_in_a_row",
                "Resolutions of an endpoint's host name that failed since the last good one.");
        GaugeSnapshot.Builder age = gauge(
                "failoverd_host_resolution_age_seconds",
                "How long ago an endpoint's host name was resolved; absent before the first time of this run.");
        for (ServiceState service : world.services().values()) {
            for (HostState host : service.hosts()) {
                String[] labels = {
                    "service", service.plan().name(), "endpoint", host.plan().name()
                };
                HostState.@Nullable Trouble trouble = host.trouble();
                addresses.dataPoint(point(host.addresses().size(), labels));
                failures.dataPoint(point(trouble == null ? 0 : trouble.failures(), labels));
                if (host.resolved() != null) {
                    age.dataPoint(point(now.since(host.resolved()).toMillis() / 1e3, labels));
                }
            }
        }
        families.metricSnapshot(addresses.build())
                .metricSnapshot(failures.build())
                .metricSnapshot(age.build());
    }
}
