package io.failoverd.dns.update;

import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/** A shared secret (RFC 8945). No text of it holds the secret. */
public final class TsigKey {
    /** Those that RFC 8945 asks for or allows; MD5 is not among them. */
    private static final Map<String, Name> ALGORITHMS = Map.of(
            "hmac-sha1", TSIG.HMAC_SHA1,
            "hmac-sha224", TSIG.HMAC_SHA224,
            "hmac-sha256", TSIG.HMAC_SHA256,
            "hmac-sha384", TSIG.HMAC_SHA384,
            "hmac-sha512", TSIG.HMAC_SHA512);

    private final Name name;
    private final String algorithm;
    private final TSIG tsig;

    private TsigKey(Name name, String algorithm, TSIG tsig) {
        this.name = name;
        this.algorithm = algorithm;
        this.tsig = tsig;
    }

    /**
     * A key.
     *
     * @param algorithm such as {@code hmac-sha256}
     * @param secret in Base64, as {@code tsig-keygen} and {@code keymgr -t} print it
     * @throws IllegalArgumentException says what is wrong, and nothing of the secret
     */
    public static TsigKey of(String name, String algorithm, String secret) {
        return of(name, algorithm, secret, Clock.systemUTC());
    }

    static TsigKey of(String name, String algorithm, String secret, Clock clock) {
        String lower = algorithm.toLowerCase(Locale.ROOT);
        Name known = ALGORITHMS.get(lower);
        if (known == null) {
            throw new IllegalArgumentException("the TSIG algorithm " + algorithm + " is none of "
                    + ALGORITHMS.keySet().stream().sorted().toList());
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(secret.strip());
        } catch (IllegalArgumentException e) {
            // Its message quotes what it read.
            octets = new byte[0];
        }
        if (octets.length == 0) {
            throw new IllegalArgumentException("the secret of the TSIG key " + name + " is not in Base64, or empty");
        }
        try {
            Name keyName = Name.fromString(name, Name.root);
            return new TsigKey(keyName, lower, new TSIG(known, keyName, new SecretKeySpec(octets, lower), clock));
        } catch (TextParseException e) {
            throw new IllegalArgumentException("a TSIG key's name is a domain name, and " + name + " is none", e);
        }
    }

    TSIG tsig() {
        return tsig;
    }

    @Override
    public String toString() {
        return "TSIG key " + name + " (" + algorithm + ")";
    }
}
