package io.failoverd.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What the engines have in common: a blocking socket and a platform thread for each address and configured thread. They
 * differ in what a socket is, and in how its thread receives and sends.
 *
 * @param <S> a socket
 */
abstract class ThreadedUdpEngine<S> implements UdpEngine {
    final int threadsPerAddress;
    private final List<S> sockets = new ArrayList<>();
    private final List<UdpLoop> loops = new CopyOnWriteArrayList<>();

    ThreadedUdpEngine(int threadsPerAddress) {
        if (threadsPerAddress < 1) {
            throw new IllegalArgumentException("threads: " + threadsPerAddress);
        }
        this.threadsPerAddress = threadsPerAddress;
    }

    /** Opens the sockets of one address and adds each to {@code opened}, also where a later one fails. */
    abstract void open(InetSocketAddress address, List<S> opened) throws IOException;

    abstract UdpLoop loop(String name, S socket, Responder responder);

    /** May be called twice. */
    abstract void close(S socket);

    @Override
    public final void open(List<InetSocketAddress> addresses) throws IOException {
        List<S> opened = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                open(address, opened);
            }
        } catch (IOException | RuntimeException e) {
            opened.forEach(this::close);
            throw e;
        }
        sockets.addAll(opened);
    }

    @Override
    public final void start(Supplier<Responder> responders) {
        for (S socket : sockets) {
            UdpLoop loop = loop("dns-udp-" + loops.size(), socket, responders.get());
            loops.add(loop);
            loop.start();
        }
    }

    @Override
    public final List<EngineThread> threads() {
        return loops.stream().map(UdpLoop::state).toList();
    }

    @Override
    public final void close() {
        loops.forEach(UdpLoop::stop);
        loops.forEach(UdpLoop::join);
        sockets.forEach(this::close);
        sockets.clear();
    }
}
