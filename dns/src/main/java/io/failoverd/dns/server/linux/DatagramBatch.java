package io.failoverd.dns.server.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Room for the datagrams of one {@code recvmmsg} and for their answers, off the heap, made once and used again and
 * again: nothing here allocates after the constructor. Belongs to the thread that receives.
 *
 * <p>The way of a batch: {@link UdpSocket#receive}, then for each datagram either nothing or {@link #answer} filled and
 * {@link #keep kept}, then {@link UdpSocket#send}.
 */
public final class DatagramBatch {
    /**
     * Datagrams in one system call. On a busy socket the call's own cost is then lost in that of the packets, and what
     * waits for the last of a batch waits for microseconds.
     */
    public static final int SIZE = 64;

    /** {@code struct mmsghdr}, and where its parts are; those before the length are {@code struct msghdr}. */
    private static final int HEADER = 64;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int LENGTH = 56;

    /** {@code struct iovec}: where, and how many octets. */
    private static final int VECTOR = 16;

    private static final int VECTOR_LENGTH = 8;
    /** A sender's address of either family, at a multiple of eight. */
    private static final int SENDER = 32;

    private static final int CACHE_LINE = 64;

    private final MemorySegment errno;
    private final MemorySegment received;
    private final MemorySegment sending;
    private final MemorySegment sendingVectors;
    private final MemorySegment senders;
    private final MemorySegment control;
    private final ByteBuffer[] queries = new ByteBuffer[SIZE];
    private final ByteBuffer[] answers = new ByteBuffer[SIZE];
    private final boolean wildcard;
    private int used;
    private int kept;
    private int lastError;

    /**
     * @param queryOctets what is longer is cut
     * @param wildcard whether the socket tells where each datagram was sent to
     */
    public DatagramBatch(Arena arena, int queryOctets, int answerOctets, boolean wildcard) {
        this.wildcard = wildcard;
        errno = Libc.errnoSegment(arena);
        received = room(arena, HEADER);
        sending = room(arena, HEADER);
        MemorySegment receivedVectors = room(arena, VECTOR);
        sendingVectors = room(arena, VECTOR);
        senders = room(arena, SENDER);
        control = room(arena, PacketInfo.OCTETS);
        fill(received, receivedVectors, room(arena, queryOctets), queryOctets, queries);
        fill(sending, sendingVectors, room(arena, answerOctets), answerOctets, answers);
        for (int i = 0; i < SIZE; i++) {
            received.set(JAVA_LONG, at(i, NAME), senders.address() + (long) i * SENDER);
            received.set(JAVA_LONG, at(i, CONTROL), wildcard ? control.address() + (long) i * PacketInfo.OCTETS : 0);
        }
        used = SIZE;
    }

    private static MemorySegment room(Arena arena, int octets) {
        return arena.allocate((long) SIZE * octets, CACHE_LINE);
    }

    /** Each header gets one vector, each vector one part of the data. */
    private static void fill(
            MemorySegment headers, MemorySegment vectors, MemorySegment data, int octets, ByteBuffer[] views) {
        for (int i = 0; i < SIZE; i++) {
            MemorySegment part = data.asSlice((long) i * octets, octets);
            views[i] = part.asByteBuffer();
            vectors.set(JAVA_LONG, (long) i * VECTOR, part.address());
            vectors.set(JAVA_LONG, (long) i * VECTOR + VECTOR_LENGTH, octets);
            headers.set(JAVA_LONG, at(i, VECTORS), vectors.address() + (long) i * VECTOR);
            headers.set(JAVA_LONG, at(i, VECTOR_COUNT), 1);
        }
    }

    private static long at(int index, int field) {
        return (long) index * HEADER + field;
    }

    MemorySegment errno() {
        return errno;
    }

    /** The headers, with the lengths that the last call wrote over set anew. */
    long toReceive() {
        for (int i = 0; i < used; i++) {
            received.set(JAVA_INT, at(i, NAME_LENGTH), SENDER);
            received.set(JAVA_LONG, at(i, CONTROL_LENGTH), wildcard ? PacketInfo.OCTETS : 0);
        }
        used = 0;
        kept = 0;
        return received.address();
    }

    void received(int count) {
        used = count;
    }

    long toSend(int first) {
        return sending.address() + (long) first * HEADER;
    }

    int answers() {
        return kept;
    }

    void failed(int error) {
        lastError = error;
    }

    /** Why the latest answer that was not sent was not. */
    public String lastFailure() {
        return Errno.text(lastError);
    }

    /**
     * Whether an answer to this datagram could reach its sender: not when it has none (the socket was shut down) or its
     * port is 0, nor when it was sent to more than this host.
     */
    public boolean answerable(int index) {
        return received.get(JAVA_INT, at(index, NAME_LENGTH)) != 0
                && senders.get(JAVA_SHORT, sender(index, SocketAddresses.PORT)) != 0
                && (!wildcard
                        || PacketInfo.turn(
                                control,
                                (long) index * PacketInfo.OCTETS,
                                received.get(JAVA_LONG, at(index, CONTROL_LENGTH))));
    }

    private static long sender(int index, int field) {
        return (long) index * SENDER + field;
    }

    public boolean isIpv4(int index) {
        return senders.get(JAVA_SHORT, sender(index, SocketAddresses.FAMILY)) == SocketAddresses.AF_INET;
    }

    /** The sender, in network order. */
    public int ipv4(int index) {
        return senders.get(SocketAddresses.NETWORK_INT, sender(index, SocketAddresses.IPV4_ADDRESS));
    }

    /** The first half of the sender, in network order. */
    public long ipv6First(int index) {
        return senders.get(SocketAddresses.NETWORK_LONG, sender(index, SocketAddresses.IPV6_ADDRESS));
    }

    /** The second half. */
    public long ipv6Second(int index) {
        return senders.get(SocketAddresses.NETWORK_LONG, sender(index, SocketAddresses.IPV6_ADDRESS) + Long.BYTES);
    }

    /** The datagram, from index 0 to the limit. */
    public ByteBuffer query(int index) {
        return queries[index].clear().limit(received.get(JAVA_INT, at(index, LENGTH)));
    }

    /** Where the next answer is to be written, from index 0. */
    public ByteBuffer answer() {
        return answers[kept].clear();
    }

    /** What was written there goes to the sender of this datagram, from the address that it was sent to. */
    public void keep(int index, int length) {
        sendingVectors.set(JAVA_LONG, (long) kept * VECTOR + VECTOR_LENGTH, length);
        sending.set(JAVA_LONG, at(kept, NAME), received.get(JAVA_LONG, at(index, NAME)));
        sending.set(JAVA_INT, at(kept, NAME_LENGTH), received.get(JAVA_INT, at(index, NAME_LENGTH)));
        sending.set(JAVA_LONG, at(kept, CONTROL), received.get(JAVA_LONG, at(index, CONTROL)));
        sending.set(JAVA_LONG, at(kept, CONTROL_LENGTH), received.get(JAVA_LONG, at(index, CONTROL_LENGTH)));
        kept++;
    }
}
