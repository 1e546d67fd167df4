package io.failoverd.daemon.run;

import io.failoverd.probes.model.DurationMath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings the service manager while everything that has to move moves, and falls silent when one part does not, so that
 * the manager restarts us. A gateway that is down, a provider or a full disk never silences it: only our own loops,
 * scheduler and engine have a heartbeat.
 *
 * <p>The composition root owns it. It lives on a thread of its own, since a stuck loop could not tell of itself.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** One late round must not cost a restart. */
    private static final int ROUNDS_PER_TIMEOUT = 3;

    private final Duration period;
    private final List<Heartbeat> heartbeats;
    private final Runnable ping;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param timeout after so long without a ping the manager restarts us; we ask three times in it
     * @param ping called on the watchdog's thread, has to return at once
     */
    public Watchdog(Duration timeout, List<Heartbeat> heartbeats, Runnable ping) {
        if (timeout.compareTo(Duration.ofMillis(ROUNDS_PER_TIMEOUT)) < 0) {
            throw new IllegalArgumentException("a watchdog timeout of " + timeout + " leaves no time to ping");
        }
        this.period = DurationMath.divided(timeout, ROUNDS_PER_TIMEOUT);
        this.heartbeats = List.copyOf(heartbeats);
        this.ping = ping;
        this.thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** One round: pings, and returns true, only if every heartbeat moved. Every one is asked, so that each is named. */
    boolean round() {
        var stuck = heartbeats.stream()
                .filter(heartbeat -> !moved(heartbeat))
                .map(Heartbeat::name)
                .toList();
        if (!stuck.isEmpty()) {
            LOG.error("no progress for {} ms, so no watchdog ping: {}", period.toMillis(), String.join(", ", stuck));
            return false;
        }
        ping.run();
        return true;
    }

    private static boolean moved(Heartbeat heartbeat) {
        try {
            return heartbeat.progressed().getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("the heartbeat {} failed", heartbeat.name(), e);
            return false;
        }
    }

    private void run() {
        try {
            do {
                round();
            } while (!closed.await(period.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the pings. A stopping service is not watched by us but by the manager's stop timeout. */
    @Override
    public void close() {
        closed.countDown();
    }
}
