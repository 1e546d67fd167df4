package io.failoverd.dns.model;

import java.util.Optional;

/** What came of reading a name at a target. A target that could not be read, or not wholly, is unknown and never empty. */
public sealed interface Reading {
    /**
     * All records, and there are no others.
     *
     * @param silent why the target answers none, or not all, of what is enabled, whatever a publisher writes: something of
     *     it is switched off that is not ours to switch. Empty: it answers it
     */
    record Known(RecordSet records, Optional<String> silent) implements Reading {
        public Known(RecordSet records) {
            this(records, Optional.empty());
        }
    }

    /** Nothing was learned. */
    record Unknown(Failure why) implements Reading {}
}
