package io.failoverd.dns.server;

import io.failoverd.dns.server.linux.DatagramBatch;
import io.failoverd.dns.server.linux.UdpSocket;
import java.lang.foreign.Arena;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of the engine for Linux: receive a batch, respond to each query of it, send what there is to send, until it
 * is told to stop. It allocates nothing for a query. Neither a bad packet nor an error of the network ends it.
 */
final class FfmUdpLoop extends UdpLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FfmUdpLoop.class);

    private final UdpSocket socket;
    private volatile boolean stopping;

    FfmUdpLoop(String name, UdpSocket socket, Responder responder) {
        super(name, responder);
        this.socket = socket;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            DatagramBatch batch =
                    new DatagramBatch(arena, UdpEngine.QUERY_ROOM, responder.udpSize(), socket.wildcard());
            int failures = 0;
            while (!stopping && failures < UdpEngine.MAX_FAILURES_IN_A_ROW) {
                int count = socket.receive(batch);
                if (count < 0) {
                    failures++;
                    LOG.warn("{}: receiving failed, errno {}", thread.getName(), -count);
                } else {
                    failures = 0;
                    received.add(count);
                    serve(batch, count);
                    finished.add(count);
                }
            }
            if (!stopping) {
                LOG.error("{}: gave up after {} failures in a row", thread.getName(), failures);
            }
        }
    }

    private void serve(DatagramBatch batch, int count) {
        for (int i = 0; i < count; i++) {
            if (batch.answerable(i)) {
                answer(batch, i);
            } else if (!stopping) {
                responder.tally().dropped();
            }
        }
        int lost = socket.send(batch);
        for (int i = 0; i < lost; i++) {
            responder.tally().error();
        }
        if (lost > 0) {
            LOG.debug("{}: {} answers were not sent: {}", thread.getName(), lost, batch.lastFailure());
        }
    }

    private void answer(DatagramBatch batch, int index) {
        if (batch.isIpv4(index)) {
            client.ipv4(batch.ipv4(index));
        } else {
            client.ipv6(batch.ipv6First(index), batch.ipv6Second(index));
        }
        try {
            int length = responder.respond(batch.query(index), batch.answer(), client);
            if (length > 0) {
                batch.keep(index, length);
            }
        } catch (RuntimeException | StackOverflowError e) {
            responder.tally().error();
            LOG.error("{}: a query met a bug", thread.getName(), e);
        }
    }

    /** The socket is closed later, when its thread has ended. */
    @Override
    void stop() {
        stopping = true;
        socket.stopReceiving();
    }
}
