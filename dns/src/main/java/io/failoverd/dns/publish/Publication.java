package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.NameStatus.LastError;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.RecordDiff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for a name, how far the target has come, and who was told. The promises of {@link RemotePublisher} are
 * kept here: one outcome for each request, one failure for each generation and each repair of it. Used by the publisher's thread only.
 */
final class Publication {
    private final String name;
    private final PublishLimits limits;
    private final Surroundings around;
    private final Consumer<PublishEvent> events;
    private @Nullable Ask ask;
    private long published;

    // One time of being behind: what was asked is not there yet, or is there no more.
    private @Nullable Instant behindSince;
    private Duration behindFrom = Duration.ZERO;
    private boolean alarmed;

    /** When the newest request came, or when a repair of it was first needed. */
    private Duration from = Duration.ZERO;

    private boolean failureTold;
    private RecordDiff drift = RecordDiff.NONE;

    Publication(String name, PublishLimits limits, Surroundings around, Consumer<PublishEvent> events) {
        this.name = name;
        this.limits = limits;
        this.around = around;
        this.events = events;
    }

    /** The newest request; null before the first. */
    @Nullable
    Ask ask() {
        return ask;
    }

    long generation() {
        return ask == null ? 0 : ask.generation();
    }

    long published() {
        return published;
    }

    Optional<Instant> behindSince() {
        return Optional.ofNullable(behindSince);
    }

    RecordDiff drift() {
        return drift;
    }

    /** Takes a request that is not older than the newest. */
    void replace(Ask next) {
        if (ask != null) {
            ask.tell(new PublishOutcome.Superseded(ask.generation(), next.generation()));
        }
        ask = next;
        from = next.at();
        failureTold = false;
    }

    /** The same request, for a name whose configuration changed. */
    void reword(Ask next) {
        ask = next;
    }

    /** Whether the target was last seen to hold what was asked for. */
    boolean reached() {
        return published == generation();
    }

    /** Whether it held exactly {@code generation}, and nothing has become known since that says otherwise. */
    boolean holds(long generation) {
        return published == generation && behindSince == null && drift.isEmpty();
    }

    /** The target does not hold what is asked for. */
    void behind(Duration now) {
        if (behindSince == null) {
            behindSince = around.wall();
            behindFrom = now;
            if (reached()) {
                from = now;
                failureTold = false;
            }
        }
    }

    /** How long the newest request, or its repair, has taken so far. */
    Duration taken(Duration now) {
        return now.minus(from);
    }

    /** The target holds it. */
    void applied(Ask present, Duration now) {
        behindSince = null;
        alarmed = false;
        if (!reached() || failureTold) {
            published = present.generation();
            failureTold = false;
            events.accept(new PublishEvent.Published(name, published, taken(now)));
            present.tell(new PublishOutcome.Applied(published));
        }
    }

    /** What is asked for is not there and will not be brought there, as is wanted: nothing to be alarmed about. */
    void left(Ask present) {
        failureTold = true;
        String why = "someone else changed it: " + drift.text();
        present.tell(new PublishOutcome.Failed(present.generation(), new Failure(FailureClass.CHANGED, "drift", why)));
    }

    void drifted(RecordDiff found) {
        if (!found.equals(drift)) {
            drift = found;
            events.accept(
                    found.equals(RecordDiff.NONE)
                            ? new PublishEvent.Undrifted(name, generation())
                            : new PublishEvent.Drifted(name, generation(), found));
        }
    }

    void fail(Ask present, Failure failure) {
        if (!failureTold) {
            failureTold = true;
            alarmed = true;
            events.accept(new PublishEvent.Failed(name, present.generation(), failure));
        }
        present.tell(new PublishOutcome.Failed(present.generation(), failure));
    }

    /** When {@link #alarm} has something to say. */
    Optional<Duration> alarmAt() {
        return ask == null || behindSince == null || failureTold
                ? Optional.empty()
                // Decisions that come faster than they can be carried out do not put the first alarm off.
                : Optional.of((alarmed ? from : behindFrom).plus(limits.publishDeadline()));
    }

    /** The deadline has passed. */
    void alarm(Step step, Optional<LastError> last) {
        if (ask != null && behindSince != null) {
            String text = "not published within " + limits.publishDeadline().toSeconds() + " s: " + step.text();
            fail(
                    ask,
                    last.map(LastError::failure)
                            .orElseGet(() -> new Failure(FailureClass.TRANSIENT, "deadline", text)));
        }
    }

    /** Nothing more will be done. */
    void ended(String why) {
        if (ask != null) {
            ask.tell(new PublishOutcome.Failed(ask.generation(), new Failure(FailureClass.TRANSIENT, "stopped", why)));
        }
    }
}
