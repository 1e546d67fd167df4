package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Hold;
import io.failoverd.probes.model.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic failure of an endpoint: what its probes find counts as failed until it ends, and the endpoint then returns
 * as it would after a real failure. Never kept over a restart.
 *
 * @param until when it ends by itself
 * @param by who
 * @param note why
 * @param over whether it has ended by itself, and the endpoint is still out for it
 * @param itself what we would think of the endpoint by our own checks, had there been no drill
 * @param before its hold-downs, as they were before
 */
public record Drill(
        Moment since, Moment until, String by, String note, boolean over, EndpointHealth itself, Hold before) {

    /** One that begins on an endpoint that is so. */
    public static Drill begun(Moment since, Moment until, String by, String note, EndpointHealth own, Hold hold) {
        return new Drill(since, until, by, note, false, own, hold);
    }

    /** Whether its failures still come. */
    public boolean active() {
        return !over;
    }

    /** As which its probes count as failed. */
    public String words() {
        return "drill by " + by;
    }

    public Drill asOver() {
        return new Drill(since, until, by, note, true, itself, before);
    }

    /** The same until then. */
    public Drill renewed(Moment next) {
        return new Drill(since, next, by, note, over, itself, before);
    }

    /** The same, with another health beneath it. */
    public Drill with(EndpointHealth next) {
        return new Drill(since, until, by, note, over, next, before);
    }

    /** The same on another endpoint, which is so. */
    public Drill on(EndpointHealth own, Hold hold) {
        return new Drill(since, until, by, note, over, own, hold);
    }

    /** The same drill while its failures come; else null. */
    public static @Nullable Drill going(@Nullable Drill drill) {
        return drill != null && drill.active() ? drill : null;
    }
}
