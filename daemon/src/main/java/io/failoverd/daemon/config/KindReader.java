package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TextTest;
import io.failoverd.probes.model.TlsCheck;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what one check, or one sentinel, does: its kind and the keys of that. */
record KindReader(Scope scope, String name, Cadence cadence, LatencyLimits degradedLatency) {
    private static final List<String> KINDS = List.of("http", "tcp", "tls", "dns", "grpc", "exec", "icmp");

    private static final int HTTPS = 443;

    /** For this run of the system; /etc/sysctl.d keeps it. */
    private static final String SYSCTL = "`sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"`";

    /** The one kind that is written; null, and a problem, when there is none or more. */
    @Nullable
    Check kind(Section section) {
        List<String> written = KINDS.stream().filter(section::has).toList();
        if (written.size() > 1) {
            section.at(written.getLast())
                    .error("a check has one kind, and this one has " + String.join(" and ", written), "remove one");
        } else if (written.isEmpty() && !section.isStandIn() && !section.wantsLater()) {
            section.self()
                    .error("does not say how to probe", "add one of " + String.join(", ", KINDS) + ", like http: {…}");
        }
        Check read = null;
        for (String kind : written.reversed()) {
            read = switch (kind) {
                case "http" ->
                    new HttpReader(scope, name, cadence, degradedLatency)
                            .read(section.section("http", Vocabulary.HTTP));
                case "grpc" ->
                    new GrpcReader(scope, name, cadence, degradedLatency)
                            .read(section.section("grpc", Vocabulary.GRPC));
                case "dns" ->
                    new DnsCheckReader(name, cadence, degradedLatency)
                            .read(section.section("dns", Vocabulary.DNS_CHECK));
                case "exec" ->
                    new ExecReader(scope, name, cadence, degradedLatency)
                            .read(section.section("exec", Vocabulary.EXEC));
                case "icmp" -> icmp(section.section("icmp", Vocabulary.ICMP));
                case "tls" -> tls(section.section("tls", Vocabulary.TLS));
                default -> tcp(section.section("tcp", Vocabulary.TCP));
            };
        }
        return read;
    }

    private TcpCheck tcp(Section tcp) {
        Value port = tcp.required("port");
        int number = port == null ? 1 : port.integer(1, 1, Addresses.MAX_PORT);
        TextTest expect = ExpectReader.text(tcp.get("expect"));
        Value send = tcp.get("send");
        if (send != null && !tcp.has("expect")) {
            send.error("is said, and no answer is waited for", "write expect: too");
        }
        return new TcpCheck(
                name,
                number,
                send == null ? null : send.text("what is to be sent"),
                expect,
                degradedLatency,
                source(tcp.get("source")),
                cadence);
    }

    private IcmpCheck icmp(Section icmp) {
        String problem = scope.surroundings().pingProblem();
        if (problem != null) {
            icmp.self().warning(problem + ", so that every probe of this check is INCONCLUSIVE", "run " + SYSCTL);
        }
        return new IcmpCheck(
                name,
                icmp.integer("count", 1, 1, IcmpCheck.MAX_COUNT),
                icmp.integer("loss", 0, 0, 99),
                degradedLatency,
                source(icmp.get("source")),
                cadence);
    }

    private TlsCheck tls(Section tls) {
        return new TlsCheck(
                name,
                tls.integer("port", HTTPS, 1, Addresses.MAX_PORT),
                Names.domain(tls.get("host")),
                new TlsReader(scope).settings(tls),
                degradedLatency,
                source(tls.get("source")),
                cadence);
    }

    /** The local address of probes; null where the system chooses. */
    static @Nullable InetAddress source(@Nullable Value value) {
        InetAddress address = Addresses.read(value);
        if (value != null && address != null && (address.isAnyLocalAddress() || address.isMulticastAddress())) {
            value.error(
                    Addresses.text(address) + " is not an address of this machine",
                    "remove it to let the system choose");
            return null;
        }
        return address;
    }
}
