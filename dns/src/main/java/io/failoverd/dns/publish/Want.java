package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.RecordSet;
import java.time.Duration;
import java.util.List;

/** The call that a name wants to have made next, and from when on. */
sealed interface Want {
    /** None: one is on its way, or there is nothing to do. */
    record None() implements Want {}

    record Read(Duration from, Urgency urgency, boolean rediscover) implements Want {}

    /**
     * A write.
     *
     * @param generation it is fenced by: not sent once a newer one was asked for
     */
    record Write(Duration from, Urgency urgency, long generation, RecordSet held, List<Change> changes)
            implements Want {}

    record Ask(Duration from) implements Want {}
}
