package io.failoverd.dns.publish;

import java.time.Duration;

/** Our own limit of calls, below the provider's. Safe for threads. */
final class TokenBucket {
    private final double perSecond;
    private final int burst;
    private double tokens;
    private Duration filledAt;

    TokenBucket(double perSecond, int burst, Duration now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Takes a token, unless that would leave too little for what is more urgent. */
    synchronized boolean take(Urgency urgency, Duration now) {
        fill(now);
        if (tokens < needed(urgency)) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** When {@link #take} will say yes, if nobody else takes one. */
    synchronized Duration availableAt(Urgency urgency, Duration now) {
        fill(now);
        double missing = needed(urgency) - tokens;
        // One nanosecond more than computed: a wake-up that comes too early would only wait again.
        return missing <= 0 ? now : now.plusNanos((long) Math.ceil(missing / perSecond * 1e9) + 1);
    }

    private double needed(Urgency urgency) {
        return Math.min(burst, 1 + burst * urgency.leaves());
    }

    private void fill(Duration now) {
        tokens = Math.min(burst, tokens + now.minus(filledAt).toNanos() / 1e9 * perSecond);
        filledAt = now;
    }
}
