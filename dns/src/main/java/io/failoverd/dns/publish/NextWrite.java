package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import java.time.Duration;
import java.util.List;

/** What to write next for a name. */
sealed interface NextWrite {
    /** This, in one write. */
    record Now(List<Change> changes, Urgency urgency) implements NextWrite {}

    /** A removal, but not yet: it relies on an address that an earlier write of ours may still switch off. */
    record Wait(Duration until, String why) implements NextWrite {}

    /** A removal that relies on an address which was acknowledged and not seen yet: read first. */
    record LookFirst() implements NextWrite {}

    /** Nothing that is left may be tried; {@code why} says why the removals that are left would leave no address. */
    record Nothing(Failure why) implements NextWrite {}
}
