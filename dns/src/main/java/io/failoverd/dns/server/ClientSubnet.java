package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * The client-subnet option of one query (RFC 7871): for whom the resolver asks. Belongs to a reader, allocates nothing.
 * It is believed from everyone, since all that it changes is which of the public answers this one response has.
 */
final class ClientSubnet {
    static final int OPTION = 8;

    /** Family, source prefix length, scope prefix length. */
    private static final int HEAD = 4;

    private static final int SCOPE_AT = 3;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private boolean present;
    private int at;
    private int length;
    private int family;
    private int source;
    private long hi;
    private long lo;

    void clear() {
        present = false;
    }

    /** Reads the option's data; false where it is malformed (RFC 7871 section 6), and also when it is the second one. */
    boolean read(ByteBuffer in, int from, int octets) {
        if (present || octets < HEAD) {
            return false;
        }
        family = in.getShort(from) & 0xFFFF;
        source = in.get(from + 2) & 0xFF;
        at = from;
        length = octets;
        hi = 0;
        lo = 0;
        int address = octets - HEAD;
        if (in.get(from + SCOPE_AT) != 0 || source > longest() || address != (source + 7) / 8) {
            return false;
        }
        for (int i = 0; i < address; i++) {
            long octet = in.get(from + HEAD + i) & 0xFFL;
            if (i < 8) {
                hi |= octet << (56 - 8 * i);
            } else {
                lo |= octet << (120 - 8 * i);
            }
        }
        int spare = address * 8 - source;
        if (spare > 0 && (in.get(from + octets - 1) & ((1 << spare) - 1)) != 0) {
            return false;
        }
        present = true;
        return true;
    }

    /** Without an address the family may be 0, as BIND has it; -1 for a family that does not exist. */
    private int longest() {
        return switch (family) {
            case 0 -> 0;
            case IPV4 -> 32;
            case IPV6 -> 128;
            default -> -1;
        };
    }

    boolean present() {
        return present;
    }

    /** It says where the client is. With a source prefix of 0 the client asks not to be told from others. */
    boolean tells() {
        return present && source > 0;
    }

    boolean isIpv4() {
        return family == IPV4;
    }

    /** The address's first 64 bits. */
    long hi() {
        return hi;
    }

    long lo() {
        return lo;
    }

    /** The octets of the option's data in a response, the same as in the query. */
    int length() {
        return length;
    }

    /** Writes the option's data with a scope; {@code in} still holds the query. */
    void echo(ByteBuffer in, ByteBuffer out, int to, int scope) {
        out.put(to, in, at, length);
        out.put(to + SCOPE_AT, (byte) scope);
    }
}
