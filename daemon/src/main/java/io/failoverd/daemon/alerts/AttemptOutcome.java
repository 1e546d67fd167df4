package io.failoverd.daemon.alerts;

import java.time.Duration;
import java.util.Optional;

/** What came of one POST. */
sealed interface AttemptOutcome {
    /** An answer came. {@code retryAfter} is what its header asks for, uncapped. */
    record Answered(int status, Optional<Duration> retryAfter) implements AttemptOutcome {}

    /** None came; {@code why} holds no secret. */
    record Unanswered(String why) implements AttemptOutcome {}
}
