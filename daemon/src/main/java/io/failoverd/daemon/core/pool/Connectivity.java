package io.failoverd.daemon.core.pool;

/**
 * What the sentinels say of our own network.
 *
 * @param watched whether there are any
 * @param lost whether too few of them answer
 * @param words with numbers: {@code 1 of 3 sentinels answers, 2 are needed}
 */
public record Connectivity(boolean watched, boolean lost, String words) {
    /** Without sentinels the guard is off. */
    public static final Connectivity UNWATCHED =
            new Connectivity(false, false, "guard off: no sentinels are configured");
}
