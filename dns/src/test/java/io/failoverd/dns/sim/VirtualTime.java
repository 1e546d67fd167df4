package io.failoverd.dns.sim;

import io.failoverd.dns.publish.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Time that passes when everybody waits. Threads are real (virtual ones) but only one of them runs at a time, and which
 * one depends on nothing but the seed, so that a run can be repeated exactly.
 */
public final class VirtualTime implements Surroundings, AutoCloseable {
    /** A thread that holds the baton longer than this waits for something that is not ours: a bug. */
    private static final long STUCK_SECONDS = 20;

    private static final Instant EPOCH = Instant.parse("2026-11-22T00:00:00Z");

    private record Event(Duration at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final List<Task> tasks = new ArrayList<>();
    private final Semaphore baton = new Semaphore(0);
    private final Random random;
    private Duration now = Duration.ofDays(1);
    private long order;
    private Task current;

    public VirtualTime(long seed) {
        random = new Random(seed);
    }

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public Instant wall() {
        return EPOCH.plus(now);
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    /** Runs it at that time, in the scheduler's turn: it may not wait. */
    public void at(Duration time, Runnable action) {
        events.add(new Event(time, order++, action));
    }

    @Override
    public Running start(String name, Runnable body) {
        var task = new Task();
        tasks.add(task);
        task.thread = Thread.ofVirtual().name(name).unstarted(() -> {
            task.go.acquireUninterruptibly();
            try {
                if (!task.killed) {
                    body.run();
                }
            } catch (Killed e) {
                // The run is over.
            } catch (Throwable e) {
                task.failure = e;
            }
            task.done = true;
            baton.release();
        });
        task.thread.start();
        wake(task, now);
        return task;
    }

    /** Waits, in a thread of this time. */
    public void sleep(Duration pause) throws InterruptedException {
        Task task = current;
        if (!task.interrupted) {
            wake(task, now.plus(pause));
            yieldBaton(task);
        }
        if (task.interrupted) {
            task.interrupted = false;
            throw new InterruptedException("interrupted in virtual time");
        }
    }

    private void wake(Task task, Duration time) {
        long wakeUp = ++task.wakeUp;
        at(time, () -> {
            if (!task.done && task.wakeUp == wakeUp) {
                resume(task);
            }
        });
    }

    private void yieldBaton(Task task) {
        baton.release();
        task.go.acquireUninterruptibly();
        if (task.killed) {
            throw new Killed();
        }
    }

    private void resume(Task task) {
        current = task;
        task.go.release();
        try {
            if (!baton.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "stuck: " + task.thread.getName() + " " + List.of(task.thread.getStackTrace()));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        current = null;
        if (task.done) {
            tasks.remove(task);
        }
        if (task.failure != null) {
            throw new AssertionError("in " + task.thread.getName(), task.failure);
        }
    }

    /** Lets time pass until the condition holds; whether it did before {@code atMost} had passed. */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        Duration end = now.plus(atMost);
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.at().compareTo(end) > 0) {
                now = end;
                return condition.getAsBoolean();
            }
            events.poll();
            now = next.at();
            next.action().run();
        }
        return true;
    }

    public void run(Duration time) {
        runUntil(() -> false, time);
    }

    @Override
    public Bell bell() {
        return new Bell() {
            private boolean rung;
            private Task waiting;

            @Override
            public void ring() {
                rung = true;
                if (waiting != null) {
                    wake(waiting, now);
                }
            }

            @Override
            public void await(Duration until) {
                if (!rung && until.compareTo(now) > 0) {
                    Task task = current;
                    waiting = task;
                    wake(task, until);
                    yieldBaton(task);
                    waiting = null;
                }
                rung = false;
            }
        };
    }

    /** Ends every thread that is left. */
    @Override
    public void close() {
        for (Task task : List.copyOf(tasks)) {
            task.killed = true;
            task.go.release();
            baton.acquireUninterruptibly();
        }
        tasks.clear();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final class Task implements Running {
        private final Semaphore go = new Semaphore(0);
        private Thread thread;
        private long wakeUp;
        private boolean interrupted;
        private boolean killed;
        private boolean done;
        private Throwable failure;

        @Override
        public void interrupt() {
            if (!done) {
                interrupted = true;
                wake(this, now);
            }
        }

        @Override
        public boolean join(Duration atMost) {
            Duration end = now.plus(atMost);
            while (!done && now.compareTo(end) < 0) {
                try {
                    sleep(Duration.ofMillis(1));
                } catch (InterruptedException e) {
                    return done;
                }
            }
            return done;
        }
    }
}
