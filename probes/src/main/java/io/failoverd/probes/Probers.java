package io.failoverd.probes;

import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsCheck;

/** A prober for every kind of check. A new kind does not compile until it has one. */
public record Probers(
        Prober<HttpCheck> http,
        Prober<TcpCheck> tcp,
        Prober<TlsCheck> tls,
        Prober<DnsCheck> dns,
        Prober<GrpcCheck> grpc,
        Prober<ExecCheck> exec,
        Prober<IcmpCheck> icmp) {
    public Attempt start(Target target) {
        return switch (target.check()) {
            case HttpCheck check -> http.start(target, check);
            case TcpCheck check -> tcp.start(target, check);
            case TlsCheck check -> tls.start(target, check);
            case DnsCheck check -> dns.start(target, check);
            case GrpcCheck check -> grpc.start(target, check);
            case ExecCheck check -> exec.start(target, check);
            case IcmpCheck check -> icmp.start(target, check);
        };
    }
}
