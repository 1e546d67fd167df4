package io.failoverd.daemon.sim;

import java.util.PriorityQueue;

/** What happens next in simulated time: one thread, one queue, and what is due at once in the order it was asked for. */
public final class Agenda {
    private record Item(long at, long number, Runnable action) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Item> queue = new PriorityQueue<>();
    private long numbers;
    private long now;

    /** Nanoseconds since the simulation began. */
    public long now() {
        return now;
    }

    /** At {@code nanos}, or now if that has passed. */
    public void at(long nanos, Runnable action) {
        queue.add(new Item(Math.max(now, nanos), numbers++, action));
    }

    public void in(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    public void runUntil(long end) {
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Item next = queue.remove();
            now = next.at();
            next.action().run();
        }
        now = Math.max(now, end);
    }
}
