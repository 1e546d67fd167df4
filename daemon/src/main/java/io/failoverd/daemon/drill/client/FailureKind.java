package io.failoverd.daemon.drill.client;

import java.util.Locale;

/** How a request of a drill failed. */
public enum FailureKind {
    /** No resolver gave an address. */
    UNRESOLVED,
    REFUSED,
    CONNECT_TIMEOUT,
    /** The connection ended before the answer did. */
    CLOSED,
    TLS,
    /** Connected, and no whole answer in time. */
    TIMEOUT,
    /** What answered does not speak HTTP. */
    PROTOCOL,
    /** It could not be sent from here: no descriptor, no port. Says nothing of the gateway. */
    LOCAL;

    /** Whether the client failed, and not what was asked. */
    public boolean ours() {
        return this == LOCAL;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
