package io.failoverd.dns.server.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A bound datagram socket. One thread receives and sends; another one may {@link #stopReceiving}, and closes it when
 * the first has ended, since the number of a closed descriptor may be another file's at once.
 */
public final class UdpSocket implements AutoCloseable {
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_REUSEPORT = 15;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    /** Fragment if a path is narrower, and don't believe forged news of one; the same for both protocols. */
    private static final int PMTUDISC_OMIT = 5;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_WAITFORONE = 0x10000;
    private static final int SHUT_RD = 0;

    private final int descriptor;
    private final boolean wildcard;
    private boolean closed;

    private UdpSocket(int descriptor, boolean wildcard) {
        this.descriptor = descriptor;
        this.wildcard = wildcard;
    }

    /**
     * Opens and binds. A wildcard has its own family alone, and tells where each datagram was sent to.
     *
     * @param shared whether others of this user may bind the same address and get a part of its datagrams
     * @param receiveBuffer octets; the system may give less
     */
    public static UdpSocket open(InetSocketAddress address, boolean shared, int receiveBuffer) throws IOException {
        InetAddress ip = address.getAddress();
        boolean ipv6 = SocketAddresses.family(ip) == SocketAddresses.AF_INET6;
        try (Arena arena = Arena.ofConfined()) {
            var options = new Options(arena, SocketAddresses.family(ip));
            try {
                options.need(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
                if (shared) {
                    options.need(SOL_SOCKET, SO_REUSEPORT, 1);
                }
                if (ipv6) {
                    options.need(IPPROTO_IPV6, IPV6_V6ONLY, 1);
                }
                if (ip.isAnyLocalAddress()) {
                    options.need(ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_RECVPKTINFO : IP_PKTINFO, 1);
                }
                options.want(
                        ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, PMTUDISC_OMIT);
                options.bind(SocketAddresses.of(address, arena));
                return new UdpSocket(options.descriptor, ip.isAnyLocalAddress());
            } catch (IOException | RuntimeException e) {
                Libc.close(options.errno, options.descriptor);
                throw e;
            }
        }
    }

    /** Why the calls cannot be made here, by making each once without any effect; empty when they can. */
    static Optional<String> trial() {
        try (Arena arena = Arena.ofConfined()) {
            var options = new Options(arena, SocketAddresses.AF_INET);
            var batch = new DatagramBatch(arena, 1, 1, false);
            int received = Libc.recvmmsg(batch.errno(), options.descriptor, batch.toReceive(), 1, MSG_DONTWAIT);
            int sent = Libc.sendmmsg(batch.errno(), options.descriptor, batch.toSend(0), 0, 0);
            Libc.close(options.errno, options.descriptor);
            if (received != -Errno.EAGAIN) {
                return Optional.of("recvmmsg: " + Errno.text(-received));
            }
            return sent == 0 ? Optional.empty() : Optional.of("sendmmsg: " + Errno.text(-sent));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A socket before it is bound. */
    private static final class Options {
        private final MemorySegment errno;
        private final MemorySegment value;
        private final int descriptor;

        Options(Arena arena, int family) throws IOException {
            errno = Libc.errnoSegment(arena);
            value = arena.allocate(JAVA_INT);
            descriptor = checked("socket", Libc.socket(errno, family, SOCK_DGRAM | SOCK_CLOEXEC));
        }

        void need(int level, int option, int setting) throws IOException {
            checked("setsockopt " + level + " " + option, want(level, option, setting));
        }

        int want(int level, int option, int setting) {
            value.set(JAVA_INT, 0, setting);
            return Libc.setInt(errno, descriptor, level, option, value);
        }

        void bind(MemorySegment address) throws IOException {
            checked("bind", Libc.bind(errno, descriptor, address));
        }

        private static int checked(String call, int result) throws IOException {
            if (result < 0) {
                throw Errno.failed(call, -result);
            }
            return result;
        }
    }

    /** Whether each datagram says where it was sent to; a batch for this socket then has room for that. */
    public boolean wildcard() {
        return wildcard;
    }

    /**
     * Waits for a datagram and takes as many as there are, up to the batch's size. Returns how many, 0 when a signal came
     * between, or -errno. After {@link #stopReceiving} it returns at once.
     */
    public int receive(DatagramBatch batch) {
        int received = Libc.recvmmsg(batch.errno(), descriptor, batch.toReceive(), DatagramBatch.SIZE, MSG_WAITFORONE);
        if (received == -Errno.EINTR) {
            return 0;
        }
        batch.received(Math.max(received, 0));
        return received;
    }

    /**
     * Sends all answers of the batch and waits for nothing: while a link is down or a neighbour is looked for, the queue of
     * the socket fills up, and whoever waited for it would keep all others waiting. What an answer's way does not let pass (no route, a firewall, a source that is no
     * longer ours, a full queue) costs that answer alone. Returns how many were not sent.
     */
    public int send(DatagramBatch batch) {
        int total = batch.answers();
        int lost = 0;
        int at = 0;
        while (at < total) {
            int sent = Libc.sendmmsg(batch.errno(), descriptor, batch.toSend(at), total - at, MSG_DONTWAIT);
            if (sent > 0) {
                at += sent;
            } else if (sent != -Errno.EINTR) {
                batch.failed(-sent);
                lost++;
                at++;
            }
        }
        return lost;
    }

    /** Ends the present and every later {@link #receive}. Any thread; a socket that is closed already stays alone. */
    public synchronized void stopReceiving() {
        if (closed) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            // ENOTCONN, always: it wakes the reader nevertheless.
            Libc.shutdown(Libc.errnoSegment(arena), descriptor, SHUT_RD);
        }
    }

    /** Once nobody receives or sends any more. Any thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Arena arena = Arena.ofConfined()) {
            Libc.close(Libc.errnoSegment(arena), descriptor);
        }
    }
}
