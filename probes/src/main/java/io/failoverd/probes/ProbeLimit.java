package io.failoverd.probes;

import java.util.Locale;

/** What a probe can find no place in. */
public enum ProbeLimit {
    /** All probes of this node. */
    NODE,
    /** Programs of checks. */
    EXEC,
    /** Echo requests that wait for their replies. */
    ICMP,
    /** Answers that are kept until they are looked at. */
    MEMORY;

    /** The word in metrics and the status. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
