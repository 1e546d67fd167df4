/**
 * ICMP echo (RFC 792, RFC 4443) on Linux's ping sockets ({@code icmp(7)}), which need no privilege but a group within
 * {@code net.ipv4.ping_group_range}; that one range is for IPv6 too. Called by the Foreign Function and Memory API.
 *
 * <p>Traps: the kernel writes the identifier and the checksum and hands over no IP header; {@code InetAddress.isReachable}
 * without privileges is a TCP connection to port 7 and no ping. Errors that routers report do not reach a socket that is
 * not connected: what is unreachable is silent here.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.icmp;
