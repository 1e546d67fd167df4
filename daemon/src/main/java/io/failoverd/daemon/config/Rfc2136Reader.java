package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.update.UpdateSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code rfc2136} of a publisher. */
final class Rfc2136Reader implements TargetReader {
    /** Those of {@code dns.update.TsigKey}, the usual ones first. */
    static final List<String> ALGORITHMS =
            List.of("hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha224", "hmac-sha1");

    private static final String NOT_RECOMMENDED = "hmac-sha1";

    private static final List<String> TRANSPORTS = List.of("tcp", "udp");

    private final NameServerReader servers;
    private final SecretCheck secrets;

    Rfc2136Reader(Scope scope, NameServerReader servers) {
        this.servers = servers;
        this.secrets = new SecretCheck(scope);
    }

    @Override
    public Read read(Section publisher) {
        Section section = publisher.section("rfc2136", Vocabulary.RFC2136);
        String zone = Names.domain(section.required("zone"));
        Value serverValue = section.required("server");
        InetSocketAddress server = serverValue == null ? null : server(serverValue);
        List<InetSocketAddress> written = servers.nameServers(section, "the server itself");
        TsigReference key = key(section);
        Duration ttl = TargetReader.ttl(section);
        Value transport = section.get("transport");
        String word = transport == null ? "tcp" : transport.word(TRANSPORTS);
        double calls = TargetReader.calls(section, UpdateSettings.CALLS_PER_SECOND, 1000);
        var target = server == null
                ? null
                : new PublisherTarget.Rfc2136(
                        server,
                        UpdateSettings.Transport.valueOf((word == null ? "tcp" : word).toUpperCase(Locale.ROOT)),
                        key,
                        written == null ? List.of(server) : written,
                        calls);
        return new Read(section, target, zone, zone, ttl);
    }

    private @Nullable InetSocketAddress server(Value value) {
        InetSocketAddress server = Addresses.server(value, NameServerReader.DNS_PORT);
        InetSocketAddress own = server == null ? null : servers.own(server);
        if (server != null && own != null) {
            value.error(
                    Addresses.text(server) + " is our own server (" + Addresses.text(own)
                            + " of dns.listen), which would update itself",
                    "remove the publisher: local answers need no entry");
        }
        return server;
    }

    private @Nullable TsigReference key(Section target) {
        Value value = target.get("key");
        if (value == null) {
            if (!target.isStandIn()) {
                target.self()
                        .below("key")
                        .warning(
                                "is not set: anybody who can send from this machine's address can change the zone",
                                "write key: {name: …, algorithm: hmac-sha256, secret: {credential: NAME}}");
            }
            return null;
        }
        Section section = value.section(Vocabulary.TSIG_KEY);
        String name = Names.domain(section.required("name"));
        Value algorithmValue = section.required("algorithm");
        String algorithm = algorithmValue == null ? null : algorithmValue.word(ALGORITHMS);
        if (algorithmValue != null && NOT_RECOMMENDED.equals(algorithm)) {
            algorithmValue.warning("RFC 8945 recommends against " + NOT_RECOMMENDED, "use hmac-sha256");
        }
        Value secretValue = section.required("secret");
        if (secretValue == null) {
            return null;
        }
        SecretSource secret = secrets.tsig(
                secretValue, name == null ? "failoverd" : name, algorithm == null ? ALGORITHMS.getFirst() : algorithm);
        return name == null || algorithm == null || secret == null ? null : new TsigReference(name, algorithm, secret);
    }
}
