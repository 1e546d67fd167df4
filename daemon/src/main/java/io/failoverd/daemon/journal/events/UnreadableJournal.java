package io.failoverd.daemon.journal.events;

/** What stands in a journal is not what this version of failoverd writes. The message names the place. */
public final class UnreadableJournal extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableJournal(String message) {
        super(message);
    }

    UnreadableJournal(String message, Exception cause) {
        super(message, cause);
    }
}
