package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.DaemonView;
import io.failoverd.daemon.admin.JournalNumbers;
import io.failoverd.daemon.admin.LoopLag;
import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.journal.events.EventJournal;
import io.failoverd.daemon.journal.events.JournalHealth;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.probes.ProbeLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;

/** What the metrics read at each scrape, of the parts of a daemon. */
record MetricSources(
        DaemonView view,
        Vertx vertx,
        Vertx dnsLoops,
        Context context,
        LocalDns dns,
        ProbeLoop probes,
        EventJournal journal) {
    /** Once. */
    void bind(Metrics metrics) {
        List<LoopLag> lags = List.of(
                LoopLag.watch(vertx, context, "engine"),
                LoopLag.watch(dnsLoops, dnsLoops.getOrCreateContext(), "dns-tcp"));
        metrics.bind(view);
        metrics.bindDns(() -> DnsCounts.of(dns));
        metrics.bindLoops(probes::snapshot, lags);
        metrics.bindLimits(probes.limits()::counts);
        metrics.bindTripwires(probes.tripwires()::counts);
        metrics.bindJournal(() -> {
            JournalHealth health = journal.health();
            return new JournalNumbers(health.bytes(), health.dropped(), health.sinceFlush());
        });
    }
}
