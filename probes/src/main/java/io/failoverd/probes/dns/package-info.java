/**
 * DNS (RFC 1035, RFC 7766 for TCP, RFC 6891 for EDNS): one query to one server, over UDP or TCP, nothing cached. A query
 * is not repeated within a probe: a lost packet is what the check is there to see, and {@code fall} is what forgives it.
 *
 * <p>The socket is connected, so that only the server can answer and an ICMP "port unreachable" is heard. What answers
 * another query is passed over, as a resolver does: it may be late, or forged.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.dns;
