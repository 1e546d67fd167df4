package io.failoverd.daemon.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret that was read: text that no log, message or string concatenation shows. */
public final class Secret {
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
