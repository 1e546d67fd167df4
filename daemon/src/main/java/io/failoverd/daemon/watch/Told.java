package io.failoverd.daemon.watch;

import java.time.Duration;

/** What became of a watch, for logs, metrics and the list of events. */
public sealed interface Told {
    String service();

    /** One sentence. */
    String text();

    /**
     * A server answers as decided, as far as can be seen.
     *
     * @param removal whether an address had to go; else one had to come
     * @param after from the decision to the first of the answers that settled it
     */
    record Settled(String service, String server, boolean removal, Duration after, String text) implements Told {}

    /** A server answers what was removed for longer than caches may keep it; once for each watch. */
    record Late(String service, String server, String text) implements Told {}

    /** A server was given up. */
    record GivenUp(String service, String server, Why why, String text) implements Told {}

    /** A decision is not watched: too many are. */
    record Skipped(String service, String text) implements Told {}

    /** Why a server was given up; the lower-case name is a label in metrics. */
    enum Why {
        /** Its latest answer was not as decided, or clean ones did not come in a row. */
        STALE,
        /** It did not answer. */
        SILENT
    }
}
