/**
 * Does the gateway still hold on to us? Idle TCP connections (RFC 9293) whose end starts a re-check and says no more.
 *
 * <p>Traps: a peer's kernel ends the connections of a process that dies with a FIN, or with a RST where something was left
 * unread; a host that dies says nothing, so the system asks it (keepalive, RFC 1122, section 4.2.3.6), and after
 * {@code TCP_USER_TIMEOUT} (RFC 5482) without an answer gives up. Java has no name for that option: on NIO the number of
 * unanswered keepalive probes decides instead. And many gateways end what is silent, dead or not, which is why a wire
 * learns how long it may live.
 *
 * <p>{@link io.failoverd.probes.tripwire.Rewiring} and {@link io.failoverd.probes.tripwire.TripLimit} are pure: no clock.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.tripwire;
