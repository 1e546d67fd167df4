package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.Trip;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Where what the probes find goes: to the core, the metrics and the recent events. Any thread.
 *
 * @param wall for what people read
 * @param core takes events
 */
record ProbeResults(Metrics metrics, RecentEvents recent, Clock wall, Consumer<Event> core) {
    void probed(Probed probed) {
        if (SentinelPlan.isTarget(probed.target())) {
            core.accept(new Event.SentinelProbed(probed));
        } else {
            metrics.probed(probed);
            core.accept(new Event.ProbeFinished(probed));
        }
    }

    /** The end of an idle connection asked for a re-check. */
    void tripped(TargetId target, Trip trip) {
        recent.add(wall.instant(), "tripwire", target.service(), target.endpoint(), trip.text());
    }
}
