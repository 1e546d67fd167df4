package io.failoverd.dns.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What server cookies are made with (RFC 9018): 128 bits that only those servers know that answer for one address.
 *
 * @param k0 the first eight octets as a little-endian number
 * @param k1 the others
 */
public record CookieSecret(long k0, long k1) {
    /** How it is written: as BIND, NSD, Knot and PowerDNS have it, so that they can share one. */
    public static final int HEX_DIGITS = 32;

    /** Reads 32 hexadecimal digits; empty when the text is something else. */
    public static Optional<CookieSecret> parse(String text) {
        if (text.length() != HEX_DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(of(HexFormat.of().parseHex(text)));
    }

    static CookieSecret random(SecureRandom random) {
        byte[] octets = new byte[HEX_DIGITS / 2];
        random.nextBytes(octets);
        return of(octets);
    }

    private static CookieSecret of(byte[] octets) {
        ByteBuffer words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        return new CookieSecret(words.getLong(), words.getLong());
    }

    /** A log never shows it. */
    @Override
    public String toString() {
        return "CookieSecret[…]";
    }
}
