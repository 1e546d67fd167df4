package io.failoverd.dns.model;

import java.util.List;

/** What came of leaving our addresses of a name to the target's own health checks. */
public sealed interface HandBack {
    /**
     * The target was read to have them all under its own health checks.
     *
     * @param changes that were written for it; none where it was so before
     */
    record Done(List<Change> changes) implements HandBack {
        public Done {
            changes = List.copyOf(changes);
        }
    }

    /**
     * It was not read so before the deadline, or somebody has to act.
     *
     * @param changes that the target said it has done
     */
    record Failed(List<Change> changes, Failure why) implements HandBack {
        public Failed {
            changes = List.copyOf(changes);
        }
    }

    /** It cannot be done, however often it is asked. */
    record Refused(String why) implements HandBack {}
}
