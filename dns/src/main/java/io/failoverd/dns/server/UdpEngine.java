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
    /** Holds a burst while a thread is descheduled. */
    int RECEIVE_BUFFER = 1 << 20;

    /** What is received of a datagram: more than a query may have, so that one that is cut here is seen to be too long. */
    int QUERY_ROOM = QueryReader.LONGEST + 64;

    /** A socket that fails this often in a row is broken; the thread ends, and the watchdog sees that. */
    int MAX_FAILURES_IN_A_ROW = 100;

    /** What status and metrics call it. */
    String name();

    /**
     * Whether a wildcard can be opened as it is, and answers leave from the address that was asked; else each of this
     * host's addresses has to be opened by itself.
     */
    boolean takesWildcards();

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
