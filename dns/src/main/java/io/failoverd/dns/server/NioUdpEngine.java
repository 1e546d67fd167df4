package io.failoverd.dns.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The portable engine: a blocking channel and a platform thread for each address and configured thread. Channels of one
 * address share its port by SO_REUSEPORT, and the kernel spreads the clients over them.
 */
final class NioUdpEngine implements UdpEngine {
    static final String NAME = "nio";

    private final int threadsPerAddress;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<NioUdpLoop> loops = new CopyOnWriteArrayList<>();

    NioUdpEngine(int threadsPerAddress) {
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
        return false;
    }

    @Override
    public void open(List<InetSocketAddress> addresses) throws IOException {
        List<DatagramChannel> opened = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                openOne(address, opened);
            }
        } catch (IOException | RuntimeException e) {
            opened.forEach(NioUdpLoop::closeQuietly);
            throw e;
        }
        channels.addAll(opened);
    }

    private void openOne(InetSocketAddress address, List<DatagramChannel> opened) throws IOException {
        for (int i = 0; i < threadsPerAddress; i++) {
            DatagramChannel channel = unbound(address);
            opened.add(channel);
            boolean shareable = channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
            if (threadsPerAddress > 1 && shareable) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
            if (!shareable) {
                return;
            }
        }
    }

    private static DatagramChannel unbound(InetSocketAddress address) throws IOException {
        return DatagramChannel.open(
                address.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
    }

    @Override
    public void start(Supplier<Responder> responders) {
        for (DatagramChannel channel : channels) {
            NioUdpLoop loop = new NioUdpLoop("dns-udp-" + loops.size(), channel, responders.get());
            loops.add(loop);
            loop.start();
        }
    }

    @Override
    public List<EngineThread> threads() {
        return loops.stream().map(NioUdpLoop::state).toList();
    }

    @Override
    public void close() {
        channels.forEach(NioUdpLoop::closeQuietly);
        loops.forEach(NioUdpLoop::join);
        channels.clear();
    }
}
