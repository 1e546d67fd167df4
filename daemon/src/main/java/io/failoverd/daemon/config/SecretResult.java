package io.failoverd.daemon.config;

import java.util.List;

/** What came of reading a secret. */
public sealed interface SecretResult {
    /** The secret.
     *
     * @param concerns what is unwise about it, without repeating it */
    record Found(Secret secret, List<String> concerns) implements SecretResult {
        public Found {
            concerns = List.copyOf(concerns);
        }
    }

    /** No secret.
     *
     * @param reason why there is none, for the operator */
    record Missing(String reason) implements SecretResult {}
}
