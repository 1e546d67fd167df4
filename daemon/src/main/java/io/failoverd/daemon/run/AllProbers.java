package io.failoverd.daemon.run;

import io.failoverd.probes.Dialer;
import io.failoverd.probes.Probers;
import io.failoverd.probes.dns.DnsProber;
import io.failoverd.probes.exec.ExecProber;
import io.failoverd.probes.grpc.GrpcProber;
import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.icmp.IcmpProber;
import io.failoverd.probes.tcp.TcpProber;
import io.failoverd.probes.tls.TlsProber;

/** One prober of each kind, over one dialer. */
public final class AllProbers {
    private AllProbers() {}

    /**
     * All of them.
     *
     * @param agent who a probe says it is, e.g. {@code failoverd/1.2.3}
     */
    public static Probers of(Dialer dialer, HttpProber http, String agent) {
        return new Probers(
                http,
                new TcpProber(dialer),
                new TlsProber(dialer),
                new DnsProber(dialer),
                new GrpcProber(dialer, agent),
                new ExecProber(dialer),
                new IcmpProber(dialer));
    }
}
