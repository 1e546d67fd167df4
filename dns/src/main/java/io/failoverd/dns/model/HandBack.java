package io.failoverd.dns.model;

import java.net.InetAddress;
import java.util.List;

/** What came of leaving our addresses of a name to the target's own health checks. */
public sealed interface HandBack {
    /**
     * What would be written.
     *
     * @param unchecked addresses that would stay switched off, since the target has no health check for them
     */
    record Planned(RecordDiff diff, List<InetAddress> unchecked) implements HandBack {
        public Planned {
            unchecked = List.copyOf(unchecked);
        }
    }

    /**
     * The target was read to have them under its own health checks.
     *
     * @param changes that were written for it; none where it was so before
     * @param unchecked addresses that stay switched off, since the target has no health check for them
     */
    record Done(List<Change> changes, List<InetAddress> unchecked) implements HandBack {
        public Done {
            changes = List.copyOf(changes);
            unchecked = List.copyOf(unchecked);
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
