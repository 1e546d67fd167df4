package io.failoverd.dns.aliyun;

import io.failoverd.dns.model.Failure;

/** Where keys come from. Asked before each request, so that they rotate without a restart. */
@FunctionalInterface
public interface Credentials {
    /** The key for a request now. From any thread; may block; throws nothing. */
    KeyReading key();

    /**
     * The key for another try after one was refused: a newer one, where there is any, however young. As {@link #key}.
     *
     * @param refused what the request was signed with
     */
    default KeyReading after(AccessKey refused) {
        return key();
    }

    /** What came of asking. */
    sealed interface KeyReading {
        /** A key. */
        record Usable(AccessKey key) implements KeyReading {}

        /** None; {@code why} says what to do about it, and nothing secret. */
        record Unusable(Failure why) implements KeyReading {}
    }
}
