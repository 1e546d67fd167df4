package io.failoverd.dns.server;

class NioUdpEngineTest extends UdpEngineContract {
    @Override
    UdpEngine engine(int threads) {
        return new NioUdpEngine(threads);
    }
}
