package io.failoverd.dns.model;

import java.time.Duration;
import java.util.Optional;

/** What a publisher would do for a decision, without doing it. */
public sealed interface PublishPlan {
    /**
     * These changes, in no promised order; none where the target is equal already.
     *
     * @param floor where the target lets no TTL be as short as is wanted
     */
    record Changes(RecordDiff diff, Optional<TtlFloor> floor) implements PublishPlan {
        public Changes(RecordDiff diff) {
            this(diff, Optional.empty());
        }

        /** Of a target that was read, for a TTL that is wanted. */
        public static Changes of(RecordDiff diff, RecordSet held, Duration ttl) {
            return new Changes(diff, TtlFloor.of(ttl, held));
        }
    }

    /** The target could not be read. */
    record Unknown(Failure why) implements PublishPlan {}

    /** It would not do it, however often it is asked. */
    record Refused(String why) implements PublishPlan {}
}
