package io.failoverd.daemon.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** A secret that was read: text that no log, message or string concatenation shows. */
public final class Secret {
    /** The prefix of Standard Webhooks for a secret in base64. */
    private static final String WEBHOOK_PREFIX = "whsec_";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** For the one place that puts it on a wire. */
    public String reveal() {
        return text;
    }

    /** Compares in a time that does not depend on where the texts differ. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that signs webhooks: what follows {@code whsec_} decoded from base64, else the bytes of the text.
     *
     * @throws IllegalArgumentException when what follows {@code whsec_} is no base64; the message does not repeat it
     */
    public byte[] webhookKey() {
        if (!text.startsWith(WEBHOOK_PREFIX)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.substring(WEBHOOK_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "what follows " + WEBHOOK_PREFIX + " is not base64"); // no cause: it quotes
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
