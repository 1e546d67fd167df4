package io.failoverd.daemon.core;

/** What came of an operator's wish; {@code text} is a sentence for them. */
public sealed interface OverrideOutcome {
    String text();

    record Accepted(String text) implements OverrideOutcome {}

    /** It would leave nothing to answer, and was not forced. */
    record Refused(String text) implements OverrideOutcome {}

    record NotFound(String text) implements OverrideOutcome {}
}
