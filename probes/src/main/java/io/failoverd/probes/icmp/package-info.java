/**
 * ICMP echo (RFC 792, RFC 4443) on Linux's ping sockets ({@code icmp(7)}), which need no privilege but a group within
 * {@code net.ipv4.ping_group_range}; that one range is for IPv6 too. Called by the Foreign Function and Memory API.
 *
 * <p>Traps: the kernel writes the identifier and the checksum and hands over no IP header; {@code InetAddress.isReachable}
 * without privileges is a TCP connection to port 7 and no ping. Errors that routers report
 * reach a socket that is not connected by its error queue alone, and the next call on it fails with them, whomever it was
 * meant for. Linux and most routers quote the whole request; an error that quotes the eight octets of RFC 792 and no more
 * could be forged by anybody, and is not believed: that request waits for its timeout.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.icmp;
