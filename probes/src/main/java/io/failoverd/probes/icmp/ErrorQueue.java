package io.failoverd.probes.icmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routers, hosts and this host's own neighbour table said of echo requests that did not arrive: the error queue of a
 * ping socket ({@code ip(7)} and {@code ipv6(7)}, {@code IP_RECVERR}). Stateless; from any thread.
 */
final class ErrorQueue {
    /**
     * An ICMP error.
     *
     * @param number of the request, as the error quotes it
     * @param secret of the request
     * @param to where it was sent
     * @param text such as {@code 192.0.2.7 is unreachable, says 192.0.2.1}
     */
    record Refusal(int number, long secret, InetAddress to, String text) {}

    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;

    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int MSG_DONTWAIT = 0x40;

    /** Taken at a time; the queue itself is as long as the socket's buffer. */
    private static final int AT_MOST = 256;

    /** Header, number and secret of the request; an error that does not quote so much may be anybody's. */
    private static final int QUOTED = 16;

    private static final int NUMBER = 6;
    private static final int SECRET = 8;

    /** msghdr, and one iovec, of a 64-bit Linux. */
    private static final int MESSAGE = 56;

    private static final int IOVEC = 16;
    private static final int CONTROL = 256;
    private static final int CONTROL_HEADER = 16;
    private static final int SOCKADDR = 28;

    private static final int ORIGIN_ICMP = 2;
    private static final int ORIGIN_ICMP6 = 3;

    private ErrorQueue() {}

    /** Asks the kernel to keep errors for us; where it does not, what is unreachable stays silent. */
    static void keep(Arena arena, int descriptor, boolean ipv6) {
        MemorySegment on = arena.allocate(JAVA_INT);
        on.set(JAVA_INT, 0, 1);
        Libc.option(descriptor, ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_RECVERR : IP_RECVERR, on);
    }

    /** Takes what is there; never waits. What is no error of the network is passed over. */
    static List<Refusal> taken(int descriptor) {
        var all = new ArrayList<Refusal>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(QUOTED, 8);
            MemorySegment to = arena.allocate(SOCKADDR, 8);
            MemorySegment control = arena.allocate(CONTROL, 8);
            MemorySegment part = arena.allocate(IOVEC, 8);
            part.set(ADDRESS, 0, packet);
            part.set(JAVA_LONG, 8, QUOTED);
            MemorySegment message = arena.allocate(MESSAGE, 8);
            for (int i = 0; i < AT_MOST; i++) {
                message.set(ADDRESS, 0, to);
                message.set(JAVA_INT, 8, SOCKADDR);
                message.set(ADDRESS, 16, part);
                message.set(JAVA_LONG, 24, 1);
                message.set(ADDRESS, 32, control);
                message.set(JAVA_LONG, 40, CONTROL);
                int read = Libc.receiveMessage(descriptor, message, MSG_ERRQUEUE | MSG_DONTWAIT);
                if (read < 0) {
                    break;
                }
                Refusal refusal =
                        read < QUOTED ? null : refusal(packet, to, control.asSlice(0, message.get(JAVA_LONG, 40)));
                if (refusal != null) {
                    all.add(refusal);
                }
            }
        }
        return all;
    }

    private static @Nullable Refusal refusal(MemorySegment packet, MemorySegment to, MemorySegment control) {
        InetAddress asked = address(to);
        if (asked == null) {
            return null;
        }
        long at = 0;
        while (at + CONTROL_HEADER <= control.byteSize()) {
            long length = control.get(JAVA_LONG, at);
            int level = control.get(JAVA_INT, at + 8);
            int type = control.get(JAVA_INT, at + 12);
            if (length < CONTROL_HEADER || at + length > control.byteSize()) {
                return null;
            }
            if ((level == SOL_IP && type == IP_RECVERR) || (level == SOL_IPV6 && type == IPV6_RECVERR)) {
                String text = text(asked, control.asSlice(at + CONTROL_HEADER, length - CONTROL_HEADER));
                int number = packet.get(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), NUMBER) & 0xFFFF;
                return text == null ? null : new Refusal(number, packet.get(JAVA_LONG, SECRET), asked, text);
            }
            at += (length + 7) & ~7L;
        }
        return null;
    }

    /** Of {@code sock_extended_err}: system error, origin, type, code, ..., and behind it who said so. */
    private static @Nullable String text(InetAddress asked, MemorySegment error) {
        if (error.byteSize() < 16) {
            return null;
        }
        int origin = error.get(JAVA_BYTE, 4);
        int type = error.get(JAVA_BYTE, 5) & 0xFF;
        int code = error.get(JAVA_BYTE, 6) & 0xFF;
        @Nullable
        String what = switch (origin) {
            case ORIGIN_ICMP -> what(type, code);
            case ORIGIN_ICMP6 -> whatV6(type);
            default -> null;
        };
        if (what == null) {
            return null;
        }
        InetAddress by = error.byteSize() < 16 + 8 ? null : address(error.asSlice(16));
        return asked.getHostAddress() + what + (by == null ? "" : ", says " + by.getHostAddress());
    }

    /** RFC 792; "fragmentation needed", "redirect" and the others do not say that nothing arrives. */
    private static @Nullable String what(int type, int code) {
        return switch (type) {
            case 3 -> code == 4 ? null : " is unreachable";
            case 11 -> " is not reached within the hops that a packet may take";
            default -> null;
        };
    }

    /** RFC 4443. */
    private static @Nullable String whatV6(int type) {
        return switch (type) {
            case 1 -> " is unreachable";
            case 3 -> " is not reached within the hops that a packet may take";
            default -> null;
        };
    }

    /** Of a {@code sockaddr_in} or {@code sockaddr_in6}; null of anything else. */
    private static @Nullable InetAddress address(MemorySegment sockaddr) {
        int family = sockaddr.get(JAVA_SHORT_UNALIGNED, 0);
        byte[] octets = switch (family) {
            case 2 -> sockaddr.asSlice(4, 4).toArray(JAVA_BYTE);
            case 10 ->
                sockaddr.byteSize() < 24 ? new byte[0] : sockaddr.asSlice(8, 16).toArray(JAVA_BYTE);
            default -> new byte[0];
        };
        try {
            return octets.length == 0 ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + octets.length + " octets", impossible);
        }
    }
}
