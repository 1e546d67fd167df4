package io.failoverd.daemon.core;

/** What came of an operator's wish; {@code text} is a sentence for them. */
public sealed interface OperatorOutcome {
    String text();

    record Accepted(String text) implements OperatorOutcome {}

    /** It would leave nothing to answer, and was not forced. */
    record Refused(String text) implements OperatorOutcome {}

    record NotFound(String text) implements OperatorOutcome {}
}
