package io.failoverd.probes.icmp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ping socket for all probes of a family and source, and the thread that waits for replies. Both end by themselves when
 * nothing has been waited for in {@link #IDLE_LOOKS} looks; whoever comes later opens another. A reply, or an error of the
 * network, counts when its number, its secret and its address are those of a request that is waited for.
 */
final class PingSocket implements Echoes {
    /** What lets everybody open one; for one group alone a range of it does. */
    static final String SYSCTL = "sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"";

    private static final Logger log = LoggerFactory.getLogger(PingSocket.class);

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_DONTWAIT = 0x40;

    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

    /** Type, code, checksum, identifier, number. */
    private static final int HEADER = 8;

    private static final int NUMBER = 6;
    /** As ping(8) sends it, so that nothing on the way finds it odd. */
    private static final int OCTETS = 64;

    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;
    private static final int NUMBERS = 1 << 16;

    /** Each of a second. */
    private static final int IDLE_LOOKS = 10;

    /** An error of an earlier request meets whoever sends next; there may be several of them on the way. */
    private static final int TRIES = 4;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private record Waiting(InetAddress from, long secret, Ear ear) {}

    private final int descriptor;
    private final boolean ipv6;
    private final SecureRandom secrets = new SecureRandom();
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private int next;
    private boolean closed;

    private PingSocket(int descriptor, boolean ipv6) {
        this.descriptor = descriptor;
        this.ipv6 = ipv6;
    }

    /** Links the C library at first, so not on an event loop. */
    static Opened open(boolean ipv6, @Nullable InetAddress source) {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new Opened.Failed(ours(FailureReason.LOCAL_ERROR, "ping sockets are Linux's"));
        }
        int descriptor = ipv6
                ? Libc.socket(AF_INET6, SOCK_DGRAM_CLOEXEC, IPPROTO_ICMPV6)
                : Libc.socket(AF_INET, SOCK_DGRAM_CLOEXEC, IPPROTO_ICMP);
        if (descriptor < 0) {
            return new Opened.Failed(unopened(-descriptor));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment second = arena.allocate(JAVA_LONG, 2);
            second.set(JAVA_LONG, 0, 1);
            Libc.option(descriptor, SOL_SOCKET, SO_RCVTIMEO, second);
            ErrorQueue.keep(arena, descriptor, ipv6);
            int bound = source == null ? 0 : Libc.bind(descriptor, address(arena, source));
            if (bound < 0) {
                Libc.close(descriptor);
                return new Opened.Failed(ours(
                        FailureReason.LOCAL_ADDRESS, "no usable local address " + text(source) + " for echo requests"));
            }
        }
        var socket = new PingSocket(descriptor, ipv6);
        try {
            Thread.ofPlatform().daemon().name("probe-icmp").start(socket::receive);
        } catch (OutOfMemoryError _) { // what Java says when the system gives it no thread
            Libc.close(descriptor);
            return new Opened.Failed(ours(FailureReason.LOCAL_LIMIT, "this host has no room for another thread"));
        }
        return new Opened.Ready(socket);
    }

    private static ProbeResult unopened(int errno) {
        return switch (errno) {
            case Libc.EACCES, Libc.EPERM ->
                ours(
                        FailureReason.LOCAL_PERMISSION,
                        "this user's groups are not in net.ipv4.ping_group_range: " + SYSCTL);
            case Libc.EMFILE, Libc.ENFILE -> ours(FailureReason.LOCAL_DESCRIPTORS, "too many open files");
            default -> ours(FailureReason.LOCAL_ERROR, "no ping socket, system error " + errno);
        };
    }

    private static ProbeResult ours(FailureReason reason, String detail) {
        return new ProbeResult.Inconclusive(reason, detail);
    }

    private static String text(@Nullable InetAddress address) {
        return address == null ? "" : address.getHostAddress();
    }

    /** Whether it can be used; false once it has ended for want of use. */
    synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public Sent send(InetAddress to, Ear ear) {
        long secret = secrets.nextLong();
        int number = waitFor(new Waiting(to, secret, ear));
        if (number < 0) {
            return new Sent.Failed(ours(FailureReason.LOCAL_LIMIT, "this host waits for too many echo replies"));
        }
        int sent = sent(to, number, secret);
        for (int i = 1; i < TRIES && sent < 0 && sent != -Libc.EAGAIN && sent != -Libc.ENOBUFS; i++) {
            hearErrors();
            sent = sent(to, number, secret);
        }
        if (sent >= 0) {
            return new Sent.Away(number);
        }
        forget(number);
        return new Sent.Failed(unsent(-sent, to));
    }

    /** The number of its request, and -1 when nobody else can wait here. */
    private synchronized int waitFor(Waiting one) {
        if (closed || waiting.size() == NUMBERS) {
            return -1;
        }
        while (waiting.containsKey(next)) {
            next = (next + 1) % NUMBERS;
        }
        int number = next;
        next = (next + 1) % NUMBERS;
        waiting.put(number, one);
        return number;
    }

    private int sent(InetAddress to, int number, long secret) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(OCTETS);
            packet.set(JAVA_BYTE, 0, (byte) (ipv6 ? ECHO_REQUEST_V6 : ECHO_REQUEST));
            packet.set(NETWORK_SHORT, NUMBER, (short) number);
            packet.set(JAVA_LONG, HEADER, secret);
            return Libc.sendTo(descriptor, packet, MSG_DONTWAIT, address(arena, to));
        }
    }

    private static ProbeResult unsent(int errno, InetAddress to) {
        return switch (errno) {
            case Libc.ENETUNREACH, Libc.EHOSTUNREACH ->
                ours(FailureReason.CONNECT_UNREACHABLE, "this host has no route to " + text(to));
            // The socket's buffer is full of requests that wait in this host, for one, until a neighbour is found or
            // not.
            case Libc.EAGAIN, Libc.ENOBUFS ->
                ours(FailureReason.LOCAL_LIMIT, "this host has no room for another echo request");
            case Libc.EACCES, Libc.EPERM ->
                ours(FailureReason.LOCAL_ERROR, "this host forbids echo requests to " + text(to));
            default -> ours(FailureReason.LOCAL_ERROR, "no echo request to " + text(to) + ", system error " + errno);
        };
    }

    @Override
    public synchronized void forget(int number) {
        waiting.remove(number);
    }

    private void receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(2 * OCTETS, 8);
            MemorySegment sender = arena.allocate(SOCKADDR_IN6, 8);
            MemorySegment length = arena.allocate(JAVA_INT);
            int idle = 0;
            while (!ended(idle)) {
                length.set(JAVA_INT, 0, SOCKADDR_IN6);
                int read = Libc.receiveFrom(descriptor, packet, sender, length);
                idle = read < 0 ? idle + 1 : 0;
                if (read >= HEADER + Long.BYTES) {
                    heard(packet, sender);
                } else if (read < 0) {
                    hearErrors();
                }
            }
        } catch (RuntimeException e) {
            log.error("the ping socket ended", e);
            synchronized (this) {
                closed = true;
            }
        } finally {
            Libc.close(descriptor);
        }
    }

    /** From here on nobody sends, so that the descriptor can be closed. */
    private synchronized boolean ended(int idle) {
        closed = idle >= IDLE_LOOKS && waiting.isEmpty();
        return closed;
    }

    private void heard(MemorySegment packet, MemorySegment sender) {
        int type = packet.get(JAVA_BYTE, 0) & 0xFF;
        if (type != (ipv6 ? ECHO_REPLY_V6 : ECHO_REPLY)) {
            return;
        }
        int number = packet.get(NETWORK_SHORT, NUMBER) & 0xFFFF;
        Waiting answered = taken(number, packet.get(JAVA_LONG, HEADER), octets(sender));
        if (answered != null) {
            answered.ear().replied();
        }
    }

    /** An error counts as a reply does: when it quotes the number, the secret and the address of a request. */
    private void hearErrors() {
        for (ErrorQueue.Refusal refusal : ErrorQueue.taken(descriptor)) {
            Waiting refused =
                    taken(refusal.number(), refusal.secret(), refusal.to().getAddress());
            if (refused != null) {
                refused.ear().turnedBack(refusal.text());
            }
        }
    }

    /** Who waits for this, and waits no longer then; null when it is nobody here. */
    private synchronized @Nullable Waiting taken(int number, long secret, byte[] address) {
        Waiting found = waiting.get(number);
        if (found == null
                || secret != found.secret()
                || !Arrays.equals(address, found.from().getAddress())) {
            return null;
        }
        waiting.remove(number);
        return found;
    }

    private byte[] octets(MemorySegment sender) {
        return ipv6
                ? sender.asSlice(IPV6_ADDRESS, 16).toArray(JAVA_BYTE)
                : sender.asSlice(IPV4_ADDRESS, 4).toArray(JAVA_BYTE);
    }

    private static MemorySegment address(Arena arena, InetAddress address) {
        boolean v6 = address instanceof Inet6Address;
        MemorySegment made = arena.allocate(v6 ? SOCKADDR_IN6 : SOCKADDR_IN, 8);
        made.set(JAVA_SHORT, 0, (short) (v6 ? AF_INET6 : AF_INET));
        byte[] octets = address.getAddress();
        MemorySegment.copy(octets, 0, made, JAVA_BYTE, v6 ? IPV6_ADDRESS : IPV4_ADDRESS, octets.length);
        if (address instanceof Inet6Address scoped) {
            made.set(JAVA_INT, 24, scoped.getScopeId());
        }
        return made;
    }
}
