package io.failoverd.dns.aliyun;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.publish.WriteOutcome;

/** What came of a request that changes something. */
public sealed interface Written<T> {
    /** The target says that it is done; any part of the body may be null. */
    record Answered<T>(T response) implements Written<T> {}

    /** It was not wanted any more; nothing was sent. */
    record NotSent<T>() implements Written<T> {}

    /** Not done, or not known to be. */
    record Failed<T>(Failure why) implements Written<T> {}

    /** For the publisher, where the body says nothing more. */
    default WriteOutcome outcome() {
        return switch (this) {
            case Answered<T> _ -> new WriteOutcome.Acknowledged();
            case NotSent<T> _ -> new WriteOutcome.NotSent();
            case Failed<T> failed -> new WriteOutcome.Failed(failed.why());
        };
    }
}
