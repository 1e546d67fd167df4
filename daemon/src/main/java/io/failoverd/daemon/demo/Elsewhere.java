package io.failoverd.daemon.demo;

import java.io.IOException;
import java.util.Optional;

/** Someone else who answers for the demo's name, on 127.0.0.1, and is told by a publisher of the daemon. */
interface Elsewhere extends AutoCloseable {
    /** Who that is, and how it is told. */
    String words();

    /** Where its name servers answer. */
    int port();

    /** The publisher to it, for the demo's configuration. */
    String publisher();

    /** Why it answers no more; empty while it does. */
    Optional<String> trouble();

    @Override
    void close() throws IOException;
}
