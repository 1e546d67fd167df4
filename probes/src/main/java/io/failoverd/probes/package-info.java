/**
 * What do we see? Probers, the schedule of a target, and the loop that runs them.
 *
 * <p>A probe is one TCP connection ({@link io.failoverd.probes.Exchange}) on a Netty channel that is registered with a
 * Vert.x event loop. Vert.x's own {@code NetClient} is not used on purpose: a connection attempt of its cannot be
 * cancelled, so a probe's end would not be its socket's end, and its TLS engines carry the peer's host and port, which
 * is what lets the JDK resume a session and so see an expired certificate as a good one.
 *
 * <p>{@link io.failoverd.probes.ProbeSchedule} and {@link io.failoverd.probes.Pace} are pure: no clock, no random source.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes;
