package io.failoverd.dns.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Judges the cookie of the present query and makes the one to answer with (RFC 9018 section 4). Belongs to the thread of
 * its responder, allocates nothing.
 */
final class CookieCheck {
    /** Client cookie and server cookie. */
    static final int OCTETS = ClientCookie.CLIENT + ClientCookie.SERVER;

    /** RFC 9018 section 4.3: no older than an hour, no newer than five minutes, and renewed after half an hour. */
    static final int MOST_AGE_SECONDS = 3600;

    static final int MOST_AHEAD_SECONDS = 300;
    static final int RENEWED_AFTER_SECONDS = 1800;

    private static final int VERSION = 1;
    private static final int IPV4_END = 20;
    private static final int IPV6_END = 32;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] hashed = new byte[IPV6_END];
    private CookieVerdict verdict = CookieVerdict.NONE;
    private long client;
    private long head;
    private long hash;

    /** A query without a cookie that means anything. */
    void none() {
        verdict = CookieVerdict.NONE;
    }

    /**
     * Judges a cookie that is present.
     *
     * @param now seconds of Unix time
     */
    CookieVerdict judge(ClientCookie cookie, ClientAddress from, CookieSecrets secrets, long now) {
        client = cookie.client();
        CookieSecret other = secrets.other();
        boolean timely = cookie.sized() && isTimely(cookie.head(), now);
        boolean current = timely && cookie.hash() == hash(secrets.current(), cookie.head(), from);
        if (current || (timely && other != null && cookie.hash() == hash(other, cookie.head(), from))) {
            verdict = CookieVerdict.VALID;
        } else {
            verdict = cookie.returned() ? CookieVerdict.INVALID : CookieVerdict.FIRST;
        }
        if (current && (int) now - (int) cookie.head() <= RENEWED_AFTER_SECONDS) {
            head = cookie.head();
            hash = cookie.hash();
        } else {
            head = ((long) VERSION << 56) | (now & 0xFFFF_FFFFL);
            hash = hash(secrets.current(), head, from);
        }
        return verdict;
    }

    /** Time stamps are compared as serial numbers are (RFC 1982), so that the year 2106 is a year like others. */
    private static boolean isTimely(long head, long now) {
        int age = (int) now - (int) head;
        return head >>> 56 == VERSION && age <= MOST_AGE_SECONDS && age >= -MOST_AHEAD_SECONDS;
    }

    /** Of client cookie, version, reserved octets, time stamp and client address, as its octets come on the wire. */
    private long hash(CookieSecret secret, long head, ClientAddress from) {
        WORDS.set(hashed, 0, client);
        WORDS.set(hashed, 8, head);
        WORDS.set(hashed, 16, from.hi());
        WORDS.set(hashed, 24, from.lo());
        return Long.reverseBytes(SipHash.of(secret.k0(), secret.k1(), hashed, from.isIpv4() ? IPV4_END : IPV6_END));
    }

    CookieVerdict verdict() {
        return verdict;
    }

    /** Whether the response has a cookie: that of the client, and one of ours. */
    boolean answers() {
        return verdict != CookieVerdict.NONE;
    }

    /** Writes {@link #OCTETS} octets. */
    void write(ByteBuffer out, int at) {
        out.putLong(at, client);
        out.putLong(at + 8, head);
        out.putLong(at + 16, hash);
    }
}
