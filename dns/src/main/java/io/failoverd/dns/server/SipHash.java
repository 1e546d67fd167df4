package io.failoverd.dns.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012): a keyed hash for short input, which
 * server cookies are made with (RFC 9018 section 4.4). Allocates nothing.
 */
final class SipHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 8;

    private SipHash() {}

    /**
     * The hash of the first {@code length} octets; its octets, in the paper's order, are the number's from the lowest to
     * the highest.
     *
     * @param k0 the key's first eight octets as a little-endian number
     * @param k1 the others
     */
    static long of(long k0, long k1, byte[] in, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = length / WORD;
        for (int word = 0; word <= words; word++) {
            long m = word < words ? (long) WORDS.get(in, word * WORD) : tail(in, word * WORD, length);
            v3 ^= m;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32) + v3;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The octets after the last whole word, and the length in the highest one. */
    private static long tail(byte[] in, int from, int length) {
        long last = (long) length << 56;
        for (int i = from; i < length; i++) {
            last |= (in[i] & 0xFFL) << (8 * (i - from));
        }
        return last;
    }
}
