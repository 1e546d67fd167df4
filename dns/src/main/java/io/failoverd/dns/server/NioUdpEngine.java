package io.failoverd.dns.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;

/**
 * The portable engine: channels of the JDK. Those of one address share its port by SO_REUSEPORT, and the kernel spreads the
 * clients over them.
 */
final class NioUdpEngine extends ThreadedUdpEngine<DatagramChannel> {
    static final String NAME = "nio";

    NioUdpEngine(int threadsPerAddress) {
        super(threadsPerAddress);
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
    void open(InetSocketAddress address, List<DatagramChannel> opened) throws IOException {
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
    UdpLoop loop(String name, DatagramChannel channel, Responder responder) {
        return new NioUdpLoop(name, channel, responder);
    }

    @Override
    void close(DatagramChannel channel) {
        NioUdpLoop.closeQuietly(channel);
    }
}
