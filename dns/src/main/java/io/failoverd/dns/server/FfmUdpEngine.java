package io.failoverd.dns.server;

import io.failoverd.dns.server.linux.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The engine for Linux: batches of datagrams by {@code recvmmsg} and {@code sendmmsg}. Sockets of one address share its
 * port by SO_REUSEPORT. A wildcard is one address: the system tells for each query to which of this host's it was sent,
 * also to one that came up later.
 */
final class FfmUdpEngine extends ThreadedUdpEngine<UdpSocket> {
    static final String NAME = "ffm";

    FfmUdpEngine(int threadsPerAddress) {
        super(threadsPerAddress);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takesWildcards() {
        return true;
    }

    @Override
    void open(InetSocketAddress address, List<UdpSocket> opened) throws IOException {
        for (int i = 0; i < threadsPerAddress; i++) {
            opened.add(UdpSocket.open(address, threadsPerAddress > 1, RECEIVE_BUFFER));
        }
    }

    @Override
    UdpLoop loop(String name, UdpSocket socket, Responder responder) {
        return new FfmUdpLoop(name, socket, responder);
    }

    @Override
    void close(UdpSocket socket) {
        socket.close();
    }
}
