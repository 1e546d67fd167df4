package io.failoverd.daemon.sim;

/**
 * Something that happens later in a simulation; what is due at once, in the order it was asked for.
 *
 * @param at in nanoseconds since the simulation began
 */
record Pending(long at, long number, Runnable action) implements Comparable<Pending> {
    @Override
    public int compareTo(Pending other) {
        return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
}
