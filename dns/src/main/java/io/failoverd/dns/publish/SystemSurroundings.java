package io.failoverd.dns.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The machine's. */
final class SystemSurroundings implements Surroundings {
    private final long origin = System.nanoTime();

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Running start(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name).start(body);
        return new Running() {
            @Override
            public void interrupt() {
                thread.interrupt();
            }

            @Override
            public boolean join(Duration atMost) {
                try {
                    return thread.join(atMost);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        };
    }

    @Override
    public Bell bell() {
        var rings = new Semaphore(0);
        return new Bell() {
            @Override
            public void ring() {
                rings.release();
            }

            @Override
            public void await(Duration until) {
                try {
                    if (rings.tryAcquire(Math.max(0, until.minus(now()).toNanos()), TimeUnit.NANOSECONDS)) {
                        rings.drainPermits();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
