package io.failoverd.dns.model;

/** What a publisher would do for a decision, without doing it. */
public sealed interface PublishPlan {
    /** These changes, in no promised order; none where the target is equal already. */
    record Changes(RecordDiff diff) implements PublishPlan {}

    /** The target could not be read. */
    record Unknown(Failure why) implements PublishPlan {}

    /** It would not do it, however often it is asked. */
    record Refused(String why) implements PublishPlan {}
}
