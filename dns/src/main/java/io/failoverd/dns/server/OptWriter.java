package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * Writes the OPT record of a response (RFC 6891): a response has one if its query has. Belongs to one thread and its
 * reader, allocates nothing.
 */
final class OptWriter {
    private static final int FIXED = 11;
    private static final int OPTION_HEADER = 4;
    private static final short TYPE_OPT = 41;
    private static final int OPTION_NSID = 3;
    private static final int OPTION_KEEPALIVE = 11;
    private static final int KEEPALIVE_OCTETS = 2;
    private static final int DO_FLAG = 0x8000;
    /** Where the header counts the additional records. */
    private static final int ARCOUNT_AT = 10;

    private final QueryReader query;
    private final NodeIdentity identity;
    private final CookieCheck cookie;
    /** In units of 100 ms. */
    private final int keepalive;

    /** What we say that we can take, which is what we send. */
    private final short udpSize;

    /** @param shared with the TCP connections' idle time, for clients that ask (RFC 7828) */
    OptWriter(QueryReader query, NodeIdentity identity, CookieCheck cookie, Shared shared) {
        this.query = query;
        this.identity = identity;
        this.cookie = cookie;
        this.keepalive = (int) Math.min(0xFFFF, shared.tcpIdle().toMillis() / 100);
        this.udpSize = (short) shared.udpSize();
    }

    private boolean tellsIdentity() {
        return query.nsidAsked() && identity.known();
    }

    /** The octets that the record takes, 0 for none. */
    int length() {
        return query.edns() ? FIXED + options() : 0;
    }

    private int options() {
        return (tellsIdentity() ? OPTION_HEADER + identity.length() : 0)
                + (cookie.answers() ? OPTION_HEADER + CookieCheck.OCTETS : 0)
                + (query.keepaliveAsked() ? OPTION_HEADER + KEEPALIVE_OCTETS : 0)
                + (query.subnet().present() ? OPTION_HEADER + query.subnet().length() : 0);
    }

    /**
     * Appends the record to a response.
     *
     * @param at where the response ends so far
     * @param scope how far the answer goes, for those who sent a client subnet (RFC 7871 section 7.2.1)
     */
    void append(ByteBuffer in, ByteBuffer out, int at, ResponseCode code, int scope) {
        out.putShort(ARCOUNT_AT, (short) (out.getShort(ARCOUNT_AT) + 1));
        out.put(at, (byte) 0);
        out.putShort(at + 1, TYPE_OPT);
        out.putShort(at + 3, udpSize);
        out.putInt(at + 5, ((code.code() >> 4) << 24) | (query.dnssecOk() ? DO_FLAG : 0));
        out.putShort(at + 9, (short) options());
        int option = at + FIXED;
        if (tellsIdentity()) {
            header(out, option, OPTION_NSID, identity.length());
            out.put(option + OPTION_HEADER, identity.octets());
            option += OPTION_HEADER + identity.length();
        }
        if (cookie.answers()) {
            header(out, option, ClientCookie.OPTION, CookieCheck.OCTETS);
            cookie.write(out, option + OPTION_HEADER);
            option += OPTION_HEADER + CookieCheck.OCTETS;
        }
        if (query.keepaliveAsked()) {
            header(out, option, OPTION_KEEPALIVE, KEEPALIVE_OCTETS);
            out.putShort(option + OPTION_HEADER, (short) keepalive);
            option += OPTION_HEADER + KEEPALIVE_OCTETS;
        }
        ClientSubnet subnet = query.subnet();
        if (subnet.present()) {
            header(out, option, ClientSubnet.OPTION, subnet.length());
            subnet.echo(in, out, option + OPTION_HEADER, scope);
        }
    }

    private static void header(ByteBuffer out, int at, int code, int length) {
        out.putShort(at, (short) code);
        out.putShort(at + 2, (short) length);
    }
}
