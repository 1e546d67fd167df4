package io.failoverd.dns.model;

/** What came of reading a name at a target. A target that could not be read, or not wholly, is unknown and never empty. */
public sealed interface Reading {
    /** All records, and there are no others. */
    record Known(RecordSet records) implements Reading {}

    /** Nothing was learned. */
    record Unknown(Failure why) implements Reading {}
}
