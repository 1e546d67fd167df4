package io.failoverd.dns.model;

import java.time.Duration;

/** Something about a name at a target that is worth a metric, a journal line or an alert. */
public sealed interface PublishEvent {
    String name();

    long generation();

    /**
     * The target was read and equals the decision.
     *
     * @param after since the generation was asked for, or a repair of it was needed
     */
    record Published(String name, long generation, Duration after) implements PublishEvent {}

    /**
     * The target's own name servers answer it.
     *
     * @param after since the generation was asked for, or a repair of it was needed
     */
    record Verified(String name, long generation, Duration after) implements PublishEvent {}

    /** The name servers still answer something else, longer than they should need. Asked on. */
    record Lagging(String name, long generation, Duration after, String text) implements PublishEvent {}

    /**
     * The generation is not published within its deadline, or needs a person. Tried on. Once for each generation
     * and for each repair of it.
     */
    record Failed(String name, long generation, Failure failure) implements PublishEvent {}

    /** A call failed; it will be tried again. */
    record Retrying(String name, long generation, Failure failure, Duration pause) implements PublishEvent {}

    /** Someone else changed what we keep, or the foreign records are others than before. */
    record Drifted(String name, long generation, RecordDiff drift) implements PublishEvent {}

    /** The target equals the decision again, and nothing foreign is there. */
    record Undrifted(String name, long generation) implements PublishEvent {}

    /** A write that had failed without an answer was applied late; it is being repaired. */
    record AppliedLate(String name, long generation, RecordDiff repair) implements PublishEvent {}

    /** A removal waits, since it might leave no address; {@code text} says what for. */
    record Withheld(String name, long generation, String text) implements PublishEvent {}

    /** A write was acknowledged. */
    record Wrote(String name, long generation, Change change) implements PublishEvent {}
}
