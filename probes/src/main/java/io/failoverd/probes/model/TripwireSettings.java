package io.failoverd.probes.model;

import java.time.Duration;

/**
 * That an idle TCP connection to the endpoint is kept, whose end starts a re-check.
 *
 * @param port where the connection goes, 1 to 65535, or {@link #PORT_OF_CHECK}
 * @param keepalive for how long the connection may be silent before the system asks the peer; whole seconds, from
 *     {@link #LEAST_KEEPALIVE} to {@link #MOST_KEEPALIVE}
 */
public record TripwireSettings(int port, Duration keepalive) {
    /** The system counts whole seconds. */
    public static final Duration LEAST_KEEPALIVE = Duration.ofSeconds(1);

    /** Many load balancers forget a connection that is silent for longer. */
    public static final Duration MOST_KEEPALIVE = Duration.ofMinutes(5);

    /** One small packet each way in that time, a fraction of what a probe is. */
    public static final Duration KEEPALIVE = Duration.ofSeconds(5);

    /** The port that is probed. */
    public static final int PORT_OF_CHECK = 0;

    public static final TripwireSettings USUAL = new TripwireSettings(PORT_OF_CHECK, KEEPALIVE);

    public TripwireSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port);
        }
        if (keepalive.compareTo(LEAST_KEEPALIVE) < 0
                || keepalive.compareTo(MOST_KEEPALIVE) > 0
                || keepalive.toNanosPart() != 0) {
            throw new IllegalArgumentException("keepalive is whole seconds, 1 s to 5 min, and not " + keepalive);
        }
    }
}
