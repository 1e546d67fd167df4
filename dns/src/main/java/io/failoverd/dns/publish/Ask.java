package io.failoverd.dns.publish;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.WantedRecords;
import java.time.Duration;
import java.util.function.Consumer;

/** The newest generation that was asked of a name; its outcome is told once. Used by the publisher's thread only. */
final class Ask {
    private final DesiredRecords desired;
    private final WantedRecords wanted;
    private final Duration at;
    private final Consumer<PublishOutcome> outcome;
    private boolean told;

    Ask(DesiredRecords desired, WantedRecords wanted, Duration at, Consumer<PublishOutcome> outcome) {
        this.desired = desired;
        this.wanted = wanted;
        this.at = at;
        this.outcome = outcome;
    }

    DesiredRecords desired() {
        return desired;
    }

    long generation() {
        return desired.generation();
    }

    WantedRecords wanted() {
        return wanted;
    }

    Duration at() {
        return at;
    }

    void tell(PublishOutcome result) {
        if (!told) {
            told = true;
            outcome.accept(result);
        }
    }

    /** The same request for a name whose configuration changed. */
    Ask with(WantedRecords now) {
        var next = new Ask(desired, now, at, outcome);
        next.told = told;
        return next;
    }
}
