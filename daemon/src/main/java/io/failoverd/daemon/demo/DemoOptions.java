package io.failoverd.daemon.demo;

import java.time.Duration;

/**
 * How the demo is run.
 *
 * @param json one JSON object on standard output instead of the timeline
 * @param keep leave everything running at the end, until interrupted
 * @param fall failures in a row that condemn: a demo of what a slow threshold costs
 * @param patience how long each step may take before it counts as not seen
 * @param colour whether the output may use ANSI colours
 * @param publisher who answers
 */
public record DemoOptions(
        boolean json, boolean keep, int fall, Duration patience, boolean colour, Publisher publisher) {
    /** Who answers the demo's queries. */
    public enum Publisher {
        /** The daemon itself. */
        LOCAL,
        /** A BIND that the daemon sends signed updates to. */
        RFC2136,
        /** The name servers of a fake Alidns, whose records the daemon switches through the real SDK. */
        ALIDNS,
        /** Those of a fake Global Traffic Manager 3.0, likewise. */
        GTM
    }

    public static final int DEFAULT_FALL = 3;
    public static final String DEFAULT_PATIENCE = "15s";

    /** Nobody waits longer for a demo. */
    public static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);
}
