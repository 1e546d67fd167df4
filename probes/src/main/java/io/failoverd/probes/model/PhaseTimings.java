package io.failoverd.probes.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long each phase of a probe took. A phase that was not reached, or does not exist for the protocol, is null.
 *
 * @param connect TCP connection established
 * @param tls TLS handshake and verification, after the connection
 * @param firstByte from the request's last byte to the answer's head
 * @param total from start to outcome; always there
 */
public record PhaseTimings(
        @Nullable Duration connect,
        @Nullable Duration tls,
        @Nullable Duration firstByte,
        Duration total) {
    public static PhaseTimings ofTotal(Duration total) {
        return new PhaseTimings(null, null, null, total);
    }
}
