package io.failoverd.dns.publish;

import io.failoverd.dns.model.Failure;

/** What came of one write. */
public sealed interface WriteOutcome {
    /** The target says that it is done. */
    record Acknowledged() implements WriteOutcome {}

    /** {@link Call#maySend} said no; nothing was sent. */
    record NotSent() implements WriteOutcome {}

    /** It is not done, or not known to be: {@link Failure#kind} tells. */
    record Failed(Failure failure) implements WriteOutcome {}
}
