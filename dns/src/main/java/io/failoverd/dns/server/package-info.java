/**
 * How do queries come in and answers go out? UDP engines, TCP on Vert.x, and the publisher that swaps answers in.
 *
 * <p>RFC 1035, RFC 6891 (EDNS), RFC 7766 (TCP), RFC 5001 (NSID), RFC 7828 (keepalive), RFC 7873
 * and 9018 (cookies), RFC 8482 (ANY), RFC 8945 (TSIG: no keys), RFC 9619 (one question). Traps: two
 * servers of one Vert.x share a TCP port in silence, so one {@code Vertx} serves one {@link
 * io.failoverd.dns.server.LocalDns}; the NIO engine cannot tell to which address a datagram was sent, so a wildcard
 * becomes one socket for each local address, and an address that appears later is not served until a restart; SO_REUSEPORT
 * lets a second server of the same user share a UDP port in silence, so TCP is bound first, without it; a program on any
 * address of a port keeps a wildcard from being opened there, also on one like 127.0.0.53 that no interface lists; Netty's
 * epoll transport (4.2.18) forgets to register a socket again that wanted nothing for a while, as one does whose client
 * has ended its side, so that a write to it that has to wait fails (ENOENT) and the connection with it. NIO does not, so the daemon gives this server loops on NIO.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.server;
