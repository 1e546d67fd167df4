package io.failoverd.dns.server;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/**
 * What goes back on one TCP connection for what comes over it, without its socket: the responses in the order of their
 * queries, framed. Belongs to one connection, on the event loop of its server.
 */
final class TcpExchange {
    /**
     * What may lie here while the client does not read: a few reads of the event loop, which asks for no more.
     */
    static final int MOST_WAITING = 256 * 1024;

    /** Responses are gathered up to here and leave together, so that many short ones do not cost a call each. */
    private static final int GATHERED = 16 * 1024;

    /** The server's, shared by its connections: a message is answered before the next one is looked at. */
    private final ByteBuffer out;

    private final Responder responder;
    private final ClientAddress from;
    private final TcpFrames frames;
    private TcpFrames.Next last = TcpFrames.Next.UNFINISHED;
    private boolean silenced;

    TcpExchange(Responder responder, int longestQuery, ByteBuffer out, ClientAddress from) {
        this.responder = responder;
        this.out = out;
        this.from = from;
        this.frames = new TcpFrames(longestQuery, MOST_WAITING);
    }

    void received(byte[] octets) {
        frames.add(octets);
    }

    /**
     * The next responses, none where there is nothing to say. There may be more as long as it is neither {@link #idle} nor
     * {@link #over}; after that it must not be called again before more has come.
     */
    Buffer responses() {
        Buffer gathered = Buffer.buffer();
        do {
            last = frames.next();
            switch (last) {
                case MESSAGE -> answer(gathered);
                case UNFINISHED -> {}
                case BROKEN -> responder.tally().malformed();
            }
        } while (gathered.length() < GATHERED && !idle() && !over());
        return gathered;
    }

    private void answer(Buffer gathered) {
        int length = responder.respond(frames.message(), out, from);
        silenced = length == 0;
        if (!silenced) {
            byte[] response = new byte[length];
            out.get(0, response);
            gathered.appendUnsignedShort(length).appendBytes(response);
        }
    }

    /** Whether all that has come is answered, and the rest of a message is waited for. */
    boolean idle() {
        return last == TcpFrames.Next.UNFINISHED;
    }

    /**
     * Whether nothing more is said: a stream that holds something else than queries cannot be trusted to hold one later.
     */
    boolean over() {
        return silenced || last == TcpFrames.Next.BROKEN;
    }

    /** Octets of queries that are held here. */
    int held() {
        return frames.held();
    }
}
