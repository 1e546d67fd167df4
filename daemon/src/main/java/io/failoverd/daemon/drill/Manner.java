package io.failoverd.daemon.drill;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a gateway fails, as far as it matters to who waits for its answer. */
public enum Manner {
    /** It says so at once: a refused or reset connection, an error code. */
    REFUSING,
    /** It says nothing: a host that is gone, a stopped process. */
    HANGING;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Manner> of(String word) {
        return Arrays.stream(values())
                .filter(manner -> manner.word().equals(word))
                .findFirst();
    }
}
