package io.failoverd.daemon.demo.cloud.ns;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/**
 * The cloud's name servers, on one loopback address and one port for UDP and TCP. Lives on an event loop; answers from
 * the version of the account that it is handed for each query.
 */
public final class NameServer {
    /** What is said in EDNS and kept to: fits any path without fragments (DNS flag day 2020). */
    static final int MOST_OVER_UDP = 1232;

    /** Without EDNS (RFC 1035, section 2.3.4). */
    private static final int PLAIN_UDP = 512;

    private static final int MOST_OVER_TCP = 65_535;
    private static final Duration IDLE_TCP = Duration.ofSeconds(10);

    /** A port that is free for TCP is taken for UDP by somebody else about never. */
    private static final int TRIES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

    private final Vertx vertx;
    private final String host;
    private final Supplier<Account> account;
    private final RandomGenerator random;
    private @Nullable NetServer tcp;
    private @Nullable DatagramSocket udp;

    /** Not yet listening. */
    public NameServer(Vertx vertx, String host, Supplier<Account> account, RandomGenerator random) {
        this.vertx = vertx;
        this.host = host;
        this.account = account;
        this.random = random;
    }

    /** Listens, on any port that is free for both when {@code port} is 0; gives the port. */
    public Future<Integer> listen(int port) {
        return listen(port, port == 0 ? TRIES : 1);
    }

    private Future<Integer> listen(int port, int tries) {
        var options = new NetServerOptions()
                .setHost(host)
                .setIdleTimeout((int) IDLE_TCP.toSeconds())
                .setReusePort(false);
        NetServer server = vertx.createNetServer(options).connectHandler(this::serve);
        return server.listen(port)
                .compose(listening -> {
                    DatagramSocket socket = vertx.createDatagramSocket();
                    return socket.handler(packet -> answer(socket, packet))
                            .listen(listening.actualPort(), host)
                            .map(_ -> {
                                tcp = listening;
                                udp = socket;
                                return listening.actualPort();
                            });
                })
                .recover(failure -> {
                    Future<Void> closed = server.close();
                    return tries > 1 ? closed.compose(_ -> listen(port, tries - 1)) : Future.failedFuture(failure);
                });
    }

    private void answer(DatagramSocket socket, DatagramPacket packet) {
        try {
            var query = new Message(packet.data().getBytes());
            byte[] answer = zones().answer(query).toWire(size(query));
            socket.send(
                    Buffer.buffer(answer),
                    packet.sender().port(),
                    packet.sender().host());
        } catch (IOException e) {
            LOG.debug("a datagram from {} is no query: {}", packet.sender(), e.getMessage());
        }
    }

    private static int size(Message query) {
        OPTRecord opt = query.getOPT();
        return opt == null ? PLAIN_UDP : Math.clamp(opt.getPayloadSize(), PLAIN_UDP, MOST_OVER_UDP);
    }

    /** Messages one after the other, each after its length in two bytes (RFC 1035, section 4.2.2). */
    private void serve(NetSocket socket) {
        RecordParser parser = RecordParser.newFixed(2, socket);
        boolean[] inLength = {true};
        parser.handler(part -> {
            if (inLength[0]) {
                parser.fixedSizeMode(Math.max(1, part.getUnsignedShort(0)));
            } else {
                answer(socket, part);
                parser.fixedSizeMode(2);
            }
            inLength[0] = !inLength[0];
        });
        parser.exceptionHandler(failure -> LOG.debug("a TCP connection broke: {}", failure.getMessage()));
    }

    private void answer(NetSocket socket, Buffer query) {
        try {
            byte[] answer = zones().answer(new Message(query.getBytes())).toWire(MOST_OVER_TCP);
            socket.write(Buffer.buffer().appendUnsignedShort(answer.length).appendBytes(answer));
        } catch (IOException e) {
            LOG.debug("a message from {} is no query: {}", socket.remoteAddress(), e.getMessage());
            socket.close();
        }
    }

    private Zones zones() {
        return new Zones(account.get(), random);
    }

    /** Stops listening. */
    public Future<Void> close() {
        Future<Void> udpClosed = udp == null ? Future.succeededFuture() : udp.close();
        Future<Void> tcpClosed = tcp == null ? Future.succeededFuture() : tcp.close();
        return Future.join(udpClosed, tcpClosed).mapEmpty();
    }
}
