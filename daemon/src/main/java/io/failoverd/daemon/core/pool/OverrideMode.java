package io.failoverd.daemon.core.pool;

import java.util.Locale;
import java.util.Optional;

/** What an operator says of an endpoint. */
public enum OverrideMode {
    /** By health. */
    SMART,
    /** In the answer whatever the probes say; counts as healthy. */
    ONLINE,
    /** Never in the answer, fail-open included. */
    OFFLINE,
    /** By health, with a weight that falls in steps; then offline. */
    DRAIN;

    /** The word in commands and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OverrideMode> of(String word) {
        for (OverrideMode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
