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

    /**
     * The target does not answer it within the deadline, or needs a person first. A publisher to a remote target goes on
     * trying until a newer generation is asked for.
     */
    record Failed(long generation, Failure failure) implements PublishOutcome {}
}
