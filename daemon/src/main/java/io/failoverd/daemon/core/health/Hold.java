package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hold-downs of one endpoint.
 *
 * @param repeats hold-downs so far, less what clean time forgave
 * @param until end of the present one; null while none was begun since the last return
 * @param length its length, to clamp {@code until} by after a restart
 * @param cleanSince last return, from which repeats decay
 * @param awaitsResume whether it stays out until an operator resumes it
 */
public record Hold(
        int repeats,
        @Nullable Moment until,
        Duration length,
        @Nullable Moment cleanSince,
        boolean awaitsResume) {
    public static final Hold NONE = new Hold(0, null, Duration.ZERO, null, false);

    /** The next hold-down, from {@code now}. */
    Hold begun(EndpointPolicy policy, Moment now) {
        HoldDown rule = policy.holdDown();
        Duration clean = cleanSince == null ? Duration.ZERO : now.since(cleanSince);
        int repeat = Math.min(HoldDown.MAX_REPEATS, rule.decayed(repeats, clean) + 1);
        Duration span = rule.length(repeat);
        return new Hold(repeat, now.plus(span), span, cleanSince, policy.manualResume());
    }

    /** Whether one was begun since the last return. */
    public boolean begun() {
        return until != null;
    }

    /** Whether it keeps the endpoint out at {@code now}. */
    public boolean holds(Moment now) {
        return awaitsResume || (until != null && now.isBefore(until));
    }

    /** The same, where resume is not manual any more. */
    Hold withoutResume() {
        return new Hold(repeats, until, length, cleanSince, false);
    }

    Hold over(Moment now) {
        return new Hold(repeats, null, Duration.ZERO, now, false);
    }

    /** The same, ended by an operator. */
    public Hold resumed(Moment now) {
        return new Hold(repeats, until == null ? null : Moment.earlier(until, now), length, cleanSince, false);
    }

    /** Clean time begins at {@code now}, unless it runs already: it goes on over a restart. */
    Hold cleanFrom(Moment now) {
        return cleanSince == null ? new Hold(repeats, until, length, now, awaitsResume) : this;
    }
}
