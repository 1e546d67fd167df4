package io.failoverd.dns.model;

/** What came of publishing one generation. */
public sealed interface PublishOutcome {
    long generation();

    /** The target answers this generation now. */
    record Applied(long generation) implements PublishOutcome {}

    /** The target already has a newer one: nothing was changed, nothing needs to be. */
    record Superseded(long generation, long by) implements PublishOutcome {}

    /** The publisher will not do this, however often it is asked. */
    record Refused(long generation, String why) implements PublishOutcome {}
}
