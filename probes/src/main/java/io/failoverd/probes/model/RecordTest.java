package io.failoverd.probes.model;

import java.util.List;

/** What the records of the asked type in a DNS answer must be, or must not. */
public sealed interface RecordTest {
    /** Of one check. */
    int MAX = 16;

    /** Of one test. */
    int MAX_VALUES = 64;

    boolean negated();

    /** How values are held against an answer. */
    enum Kind {
        /** At least one of the values is there. */
        ANY,
        /** All of the values are there. */
        ALL,
        /** All of the values are there, and nothing else. */
        ONLY
    }

    /**
     * Records by their values.
     *
     * @param values as in a zone file, with names that are absolute; at least one
     */
    record Values(Kind kind, List<String> values, boolean negated) implements RecordTest {
        public Values {
            values = List.copyOf(values);
        }
    }

    /** So many records, whatever they say. */
    record AtLeast(int records, boolean negated) implements RecordTest {}
}
