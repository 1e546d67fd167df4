package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.faults.Fault;
import java.time.Duration;
import java.util.Random;

/** Which fault the next call meets, of those that the publisher is told to expect. */
final class Weather {
    private final Random random;
    private final Duration staleness;
    private final Duration lateness;
    private final boolean promises;

    /** @param promises whether something that is told as done may be done later, and so after what came next */
    Weather(Random random, Duration staleness, Duration lateness, boolean promises) {
        this.promises = promises;
        this.random = random;
        this.staleness = staleness;
        this.lateness = lateness;
    }

    /** Of what is told as done and done later, a read may be behind as well: both together are the staleness. */
    Duration longestStale() {
        return staleness.dividedBy(2);
    }

    Fault ofRead() {
        return switch (random.nextInt(9)) {
            case 0 -> Fault.throttled();
            case 1 -> Fault.unavailable();
            case 2 -> Fault.internalError();
            case 3 -> Fault.htmlPage();
            case 4 -> Fault.emptyBody();
            case 5 -> Fault.droppedBefore();
            case 6 -> Fault.slowHead(Duration.ofMillis(random.nextInt(4000)));
            case 7 -> Fault.dripping(Duration.ofMillis(1 + random.nextInt(30)));
            default -> Fault.stale(Duration.ofMillis((long) (longestStale().toMillis() * random.nextDouble())));
        };
    }

    /** @param says whether the answer has a {@code Success} */
    Fault ofWrite(boolean says) {
        return switch (random.nextInt(says ? 14 : 13)) {
            case 0 -> Fault.throttled();
            case 1 -> Fault.unavailable();
            case 2 -> Fault.internalError();
            case 3 -> Fault.htmlPage();
            case 4 -> Fault.emptyBody();
            case 5 -> Fault.droppedBefore();
            case 6 -> Fault.slowHead(Duration.ofMillis(random.nextInt(4000)));
            case 7 -> Fault.dripping(Duration.ofMillis(1 + random.nextInt(30)));
            case 8 -> Fault.lastOperationNotFinished();
            case 9 -> Fault.droppedAfter();
            case 10, 11 -> Fault.droppedAndLate(late(lateness));
            case 12 -> promises ? Fault.late(late(staleness.dividedBy(2))) : Fault.droppedAfter();
            default -> Fault.unsuccessful();
        };
    }

    /** Later than the answer, and still within what the publisher is told to expect. */
    private Duration late(Duration atMost) {
        return Duration.ofMillis(1 + (long) (atMost.toMillis() * 0.8 * random.nextDouble()));
    }
}
