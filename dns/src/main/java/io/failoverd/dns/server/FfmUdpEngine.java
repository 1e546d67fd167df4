package io.failoverd.dns.server;

import io.failoverd.dns.server.linux.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The engine for Linux: a socket and a platform thread for each address and configured thread, batches of datagrams by
 * {@code recvmmsg} and {@code sendmmsg}. Sockets of one address share its port by SO_REUSEPORT. A wildcard is one
 * address: the system tells for each query to which of this host's it was sent, also to one that came up later.
 */
final class FfmUdpEngine implements UdpEngine {
    static final String NAME = "ffm";

    private final int threadsPerAddress;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final List<FfmUdpLoop> loops = new CopyOnWriteArrayList<>();

    FfmUdpEngine(int threadsPerAddress) {
        if (threadsPerAddress < 1) {
            throw new IllegalArgumentException("threads: " + threadsPerAddress);
        }
        this.threadsPerAddress = threadsPerAddress;
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
    public void open(List<InetSocketAddress> addresses) throws IOException {
        List<UdpSocket> opened = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                for (int i = 0; i < threadsPerAddress; i++) {
                    opened.add(UdpSocket.open(address, threadsPerAddress > 1, RECEIVE_BUFFER));
                }
            }
        } catch (IOException | RuntimeException e) {
            opened.forEach(UdpSocket::close);
            throw e;
        }
        sockets.addAll(opened);
    }

    @Override
    public void start(Supplier<Responder> responders) {
        for (UdpSocket socket : sockets) {
            FfmUdpLoop loop = new FfmUdpLoop("dns-udp-" + loops.size(), socket, responders.get());
            loops.add(loop);
            loop.start();
        }
    }

    @Override
    public List<EngineThread> threads() {
        return loops.stream().map(FfmUdpLoop::state).toList();
    }

    /** A socket is closed only when its thread has ended. */
    @Override
    public void close() {
        loops.forEach(FfmUdpLoop::stop);
        loops.forEach(FfmUdpLoop::join);
        sockets.forEach(UdpSocket::close);
        sockets.clear();
    }
}
