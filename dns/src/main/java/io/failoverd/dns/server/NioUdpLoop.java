package io.failoverd.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of the NIO engine: receive, respond, send, until its channel is closed. Neither a bad packet nor an error
 * of the network ends it.
 */
final class NioUdpLoop extends UdpLoop {
    private static final Logger LOG = LoggerFactory.getLogger(NioUdpLoop.class);

    private final DatagramChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(UdpEngine.QUERY_ROOM);
    private final ByteBuffer out;

    NioUdpLoop(String name, DatagramChannel channel, Responder responder) {
        super(name, responder);
        this.channel = channel;
        this.out = ByteBuffer.allocateDirect(responder.udpSize());
    }

    @Override
    public void run() {
        int failures = 0;
        while (channel.isOpen() && failures < UdpEngine.MAX_FAILURES_IN_A_ROW) {
            try {
                in.clear();
                SocketAddress from = channel.receive(in);
                failures = 0;
                received.increment();
                answer((InetSocketAddress) from);
                finished.increment();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                failures++;
                LOG.warn("{}: receiving failed", thread.getName(), e);
            }
        }
        if (channel.isOpen()) {
            LOG.error("{}: gave up after {} failures in a row", thread.getName(), failures);
        }
    }

    private void answer(InetSocketAddress from) {
        if (from.getPort() == 0) {
            responder.tally().dropped();
            return;
        }
        in.flip();
        out.clear();
        try {
            int length = responder.respond(in, out, client.set(from.getAddress()));
            if (length > 0) {
                out.limit(length);
                channel.send(out, from);
            }
        } catch (IOException e) {
            responder.tally().error();
            LOG.debug("{}: no answer to {}", thread.getName(), from, e);
        } catch (RuntimeException | StackOverflowError e) {
            responder.tally().error();
            LOG.error("{}: a query met a bug", thread.getName(), e);
        }
    }

    @Override
    void stop() {
        closeQuietly(channel);
    }

    static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a channel failed", e);
        }
    }
}
