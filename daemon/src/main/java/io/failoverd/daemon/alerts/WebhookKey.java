package io.failoverd.daemon.alerts;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that a webhook's receiver knows as well. It never shows itself in text. */
public final class WebhookKey {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    private WebhookKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * From the text of a secret: {@code whsec_} and base64, as Standard Webhooks write it, else the UTF-8 of the text
     * itself. White space around it (a file's last newline) does not belong to it.
     *
     * @return empty if the text is blank or its base64 is broken
     */
    public static Optional<WebhookKey> of(String secret) {
        String text = secret.strip();
        if (!text.startsWith(PREFIX)) {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new WebhookKey(text.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return decoded.length == 0 ? Optional.empty() : Optional.of(new WebhookKey(decoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "WebhookKey[…]";
    }
}
