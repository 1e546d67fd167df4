package io.failoverd.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Receives datagrams, has them answered and sends the answers, each from the address that was asked. Opened, started and
 * closed by one thread at a time; {@link #threads} may be called by any.
 */
interface UdpEngine extends AutoCloseable {
    /** What status and metrics call it. */
    String name();

    /** Opens the sockets of these addresses, all or none. Nothing is answered before {@link #start}. */
    void open(List<InetSocketAddress> addresses) throws IOException;

    /** Starts the threads of all open sockets; each gets a responder of its own. */
    void start(Supplier<Responder> responders);

    /** The state of each thread; empty before the start. */
    List<EngineThread> threads();

    /** Closes all sockets and waits until the threads have ended. May be called twice, and after a failed opening. */
    @Override
    void close();
}
