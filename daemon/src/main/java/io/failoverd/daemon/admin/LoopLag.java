package io.failoverd.daemon.admin;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * How late an event loop is. Owned by the daemon; its timer runs on the loop that it measures, and anyone may read. A
 * loop that is stuck right now shows as late as it is.
 */
public final class LoopLag {
    private static final Duration BEAT = Duration.ofMillis(250);

    private final String loop;
    private volatile long dueNanos;
    private volatile long lastLagNanos;

    private LoopLag(String loop) {
        this.loop = loop;
        this.dueNanos = System.nanoTime() + BEAT.toNanos();
    }

    /** Watches the loop of a context for as long as Vert.x lives. */
    public static LoopLag watch(Vertx vertx, Context context, String loop) {
        var lag = new LoopLag(loop);
        context.runOnContext(_ -> {
            lag.dueNanos = System.nanoTime() + BEAT.toNanos();
            lag.next(vertx);
        });
        return lag;
    }

    private void next(Vertx vertx) {
        vertx.setTimer(BEAT.toMillis(), _ -> {
            long now = System.nanoTime();
            lastLagNanos = Math.max(0, now - dueNanos);
            dueNanos = now + BEAT.toNanos();
            next(vertx);
        });
    }

    /** Its label in the metrics. */
    public String loop() {
        return loop;
    }

    public Duration lag() {
        return Duration.ofNanos(Math.max(lastLagNanos, System.nanoTime() - dueNanos));
    }
}
