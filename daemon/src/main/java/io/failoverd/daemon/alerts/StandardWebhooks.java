package io.failoverd.daemon.alerts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of webhooks (Standard Webhooks 1.0.0, symmetric {@code v1}): base64 of the HMAC-SHA256 of
 * {@code id.timestamp.body}. Pure.
 */
public final class StandardWebhooks {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";
    /** How far a receiver's clock and ours may differ, as the reference implementations have it. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";

    private StandardWebhooks() {}

    /** What a receiver makes of a message. */
    public enum Verdict {
        VALID,
        /** A header is missing or is not a number. */
        MALFORMED,
        /** The timestamp lies too far in the past: perhaps a replay. */
        TOO_OLD,
        TOO_NEW,
        /** No signature of ours is among those given. */
        BAD_SIGNATURE
    }

    /** The value of the signature header. */
    public static String sign(String id, long timestampSeconds, byte[] body, WebhookKey key) {
        return VERSION + Base64.getEncoder().encodeToString(mac(id, timestampSeconds, body, key));
    }

    /** Takes the three headers as they came; the signature may be one of several, in a time that does not tell which. */
    public static Verdict verify(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures,
            byte[] body,
            WebhookKey key,
            Instant now) {
        if (id == null || id.isEmpty() || timestamp == null || signatures == null) {
            return Verdict.MALFORMED;
        }
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            return Verdict.MALFORMED;
        }
        if (!signed(signatures, mac(id, seconds, body, key))) {
            return Verdict.BAD_SIGNATURE;
        }
        if (seconds < now.minus(TOLERANCE).getEpochSecond()) {
            return Verdict.TOO_OLD;
        }
        return seconds > now.plus(TOLERANCE).getEpochSecond() ? Verdict.TOO_NEW : Verdict.VALID;
    }

    private static boolean signed(String signatures, byte[] expected) {
        byte[] wanted = Base64.getEncoder().encode(expected);
        boolean found = false;
        for (String signature : signatures.split(" ", -1)) {
            if (signature.startsWith(VERSION)) {
                byte[] given = signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8);
                found |= MessageDigest.isEqual(wanted, given);
            }
        }
        return found;
    }

    private static byte[] mac(String id, long timestampSeconds, byte[] body, WebhookKey key) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return key.hmac(message.toByteArray());
    }
}
