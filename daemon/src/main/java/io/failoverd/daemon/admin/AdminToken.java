package io.failoverd.daemon.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a client must carry. Immutable; keeps a digest only, so that no dump or log shows the token. */
public final class AdminToken {
    /** No token is configured. */
    public static final AdminToken NONE = new AdminToken(false, new byte[0]);

    /** One is configured and could not be read: nobody may do what needs it. */
    public static final AdminToken UNREADABLE = new AdminToken(true, new byte[0]);

    private final boolean set;
    private final byte[] digest;

    private AdminToken(boolean set, byte[] digest) {
        this.set = set;
        this.digest = digest;
    }

    /** An empty token is as good as none that can be read. */
    public static AdminToken of(byte[] token) {
        return token.length == 0 ? UNREADABLE : new AdminToken(true, digest(token));
    }

    public boolean set() {
        return set;
    }

    boolean readable() {
        return digest.length > 0;
    }

    /** Digests are compared, so that the time tells neither the length nor the place of the first difference. */
    boolean matches(String candidate) {
        return readable() && MessageDigest.isEqual(digest, digest(candidate.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
