package io.failoverd.daemon.alerts;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What follows from an attempt. Pure: age and chance are arguments.
 *
 * @param firstWait the wait after the first failure is a random part of this; it doubles up to {@code longestWait}
 * @param retryAfterCap a receiver cannot ask for more than this: an alert of an outage must not wait for a day
 * @param giveUpAfter older than this, an alert is given up after one more attempt
 * @param rejectionsAllowed so many times a receiver may refuse the message itself (a 400, say) before it is given up,
 *     so that the next ones get through: with these waits some four minutes, which covers a restart of the receiver
 * @param timeout one attempt, from the name's resolution to the status line
 * @param pendingLimit alerts that wait for one channel: at some 2 KiB each, 20 MiB
 * @param diskPatience so long an alert waits for the disk before it is sent from memory
 */
record DeliveryPolicy(
        Duration firstWait,
        Duration longestWait,
        Duration retryAfterCap,
        Duration giveUpAfter,
        int rejectionsAllowed,
        Duration timeout,
        int pendingLimit,
        Duration diskPatience) {
    static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            8,
            Duration.ofSeconds(10),
            10_000,
            Duration.ofSeconds(2));

    /**
     * 4xx that speak of the moment or of the channel (a token, a path, a proxy) and not of this message: the next
     * message would meet the same, so to give this one up helps none.
     */
    private static final Set<Integer> NOT_THE_MESSAGE = Set.of(401, 402, 403, 404, 405, 407, 408, 421, 423, 425, 429);

    /** What to do next. */
    sealed interface Next {
        record Done() implements Next {}

        record Again(Duration in, String why) implements Next {}

        record GiveUp(String why) implements Next {}

        /** The receiver wants nothing any more (410). */
        record Disable(String why) implements Next {}
    }

    /**
     * Judges one attempt.
     *
     * @param attempts how many were made, this one included
     * @param rejections how many answers refused the message itself, this one included
     * @param age since the alert was raised
     */
    Next after(AttemptOutcome outcome, int attempts, int rejections, Duration age, RandomGenerator random) {
        String why = describe(outcome);
        if (outcome instanceof AttemptOutcome.Answered answered) {
            if (answered.status() / 100 == 2) {
                return new Next.Done();
            }
            if (answered.status() == 410) {
                return new Next.Disable(why);
            }
        }
        if (rejections >= rejectionsAllowed) {
            return new Next.GiveUp(why + ", " + rejections + " times");
        }
        if (age.compareTo(giveUpAfter) >= 0) {
            return new Next.GiveUp(why + ", and it is " + age.toHours() + " h old");
        }
        return new Next.Again(wait(outcome, attempts, random), why);
    }

    /** Whether the answer refuses this message rather than the moment or the sender. */
    static boolean rejects(AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.Answered answered
                && answered.status() / 100 == 4
                && !NOT_THE_MESSAGE.contains(answered.status());
    }

    private Duration wait(AttemptOutcome outcome, int attempts, RandomGenerator random) {
        Duration jittered = backoff(attempts, random);
        if (outcome instanceof AttemptOutcome.Answered(int status, var asked)
                && (status == 429 || status == 503)
                && asked.isPresent()) {
            Duration capped = min(asked.get(), retryAfterCap);
            return capped.compareTo(jittered) > 0 ? capped : jittered;
        }
        return jittered;
    }

    /** Full jitter: anything up to the doubling wait, so that many senders do not come back together. */
    private Duration backoff(int attempts, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempts - 1, 0), 30);
        Duration ceiling = min(firstWait.multipliedBy(1L << doublings), longestWait);
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, ceiling.toMillis())));
    }

    private static String describe(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Unanswered(String why) -> why;
            case AttemptOutcome.Answered(int status, var asked)
            when status / 100 == 3 -> "answered " + status + " (redirects are not followed)";
            case AttemptOutcome.Answered(int status, var asked) -> "answered " + status;
        };
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
