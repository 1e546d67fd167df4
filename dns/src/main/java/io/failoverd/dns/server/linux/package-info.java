/**
 * Which system calls carry datagrams on Linux? {@code recvmmsg} and {@code sendmmsg} of the C library, through the
 * Foreign Function &amp; Memory API of Java 25, with the structures of 64-bit Linux (x86_64 and aarch64; glibc, and musl,
 * whose structures differ in padding alone, which is zero here).
 *
 * <p>Traps:
 *
 * <ul>
 *   <li>Linking costs tens of milliseconds for each shape of a function, with an AOT cache too; so there is one shape,
 *       {@code long f(long, long, long, long, long)}. Both calling conventions pass integers and pointers in 64-bit
 *       registers, take no notice of further ones, and leave the upper half of an {@code int} result undefined.
 *   <li>A call that blocks must not be linked as critical: no garbage collection would get past it.
 *   <li>{@code recvmmsg} overwrites the lengths of name and control data; they are set anew before each call.
 *   <li>{@code sendmmsg} says nothing of an error after its first datagram: it stops before the one that failed, and
 *       tells why when that one comes first.
 *   <li>{@code shutdown} of a datagram socket that has no peer fails with ENOTCONN and yet wakes its reader, which then
 *       gets a datagram from nobody.
 *   <li>A packet to a broadcast or multicast address reaches a wildcard socket, too.
 *   <li>The interface of {@code IP_PKTINFO} is where a query came in; kept for the answer, it would bypass the routes.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.server.linux;
