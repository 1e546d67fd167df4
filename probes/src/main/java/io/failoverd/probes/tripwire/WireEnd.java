package io.failoverd.probes.tripwire;

import java.util.Locale;

/** How a wire ended that we have not ended ourselves. The lower-case name is the label in metrics. */
public enum WireEnd {
    /** The peer closed it. */
    FIN("FIN"),
    /** The peer, or somebody in between, knows no such connection. */
    RST("RST"),
    /** Nobody has answered for too long. */
    TIMEOUT("no answer"),
    /** Something else, which the log has. */
    OTHER("an error");

    private final String word;

    WireEnd(String word) {
        this.word = word;
    }

    /** The label in metrics: {@code rst}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for a person: {@code RST}. */
    public String word() {
        return word;
    }
}
