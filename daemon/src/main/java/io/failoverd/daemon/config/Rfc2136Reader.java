package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.update.UpdateSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code rfc2136} of a publisher. */
final class Rfc2136Reader {
    private static final int DNS_PORT = 53;

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);
    private static final Duration MOST_TTL = Duration.ofDays(1);

    /** A call in ten seconds; slower, a failover of a few names would miss every deadline. */
    private static final double LEAST_CALLS = 0.1;

    private static final double MOST_CALLS = 1000;

    /** Those of {@code dns.update.TsigKey}, the usual ones first. */
    static final List<String> ALGORITHMS =
            List.of("hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha224", "hmac-sha1");

    private static final String NOT_RECOMMENDED = "hmac-sha1";

    private static final List<String> TRANSPORTS = List.of("tcp", "udp");

    private final Scope scope;
    private final DnsSettings dns;
    private final SecretCheck secrets;

    /**
     * What is written.
     *
     * @param target null, and problems, where it is none
     * @param zone null, and a problem, where it is none
     * @param ttl null where none is written
     */
    record Read(
            Section section,
            PublisherTarget.@Nullable Rfc2136 target,
            @Nullable String zone,
            @Nullable Duration ttl) {}

    Rfc2136Reader(Scope scope, DnsSettings dns) {
        this.scope = scope;
        this.dns = dns;
        this.secrets = new SecretCheck(scope);
    }

    Read read(Section section) {
        String zone = Names.domain(section.required("zone"));
        Value serverValue = section.required("server");
        InetSocketAddress server = serverValue == null ? null : server(serverValue);
        List<InetSocketAddress> nameServers = nameServers(section, server);
        TsigReference key = key(section);
        Duration ttl =
                section.has("ttl") ? ServiceReader.wholeSeconds(section, "ttl", LEAST_TTL, LEAST_TTL, MOST_TTL) : null;
        Value transport = section.get("transport");
        String word = transport == null ? "tcp" : transport.word(TRANSPORTS);
        double calls = section.number("callsPerSecond", UpdateSettings.CALLS_PER_SECOND, LEAST_CALLS, MOST_CALLS);
        var target = server == null
                ? null
                : new PublisherTarget.Rfc2136(
                        server,
                        UpdateSettings.Transport.valueOf((word == null ? "tcp" : word).toUpperCase(Locale.ROOT)),
                        key,
                        nameServers,
                        calls);
        return new Read(section, target, zone, ttl);
    }

    private @Nullable InetSocketAddress server(Value value) {
        InetSocketAddress server = Addresses.server(value, DNS_PORT);
        InetSocketAddress own = server == null ? null : own(server);
        if (server != null && own != null) {
            value.error(
                    Addresses.text(server) + " is our own server (" + Addresses.text(own)
                            + " of dns.listen), which would update itself",
                    "remove the publisher: local answers need no entry");
        }
        return server;
    }

    private List<InetSocketAddress> nameServers(Section section, @Nullable InetSocketAddress server) {
        Value value = section.get("nameServers");
        if (value == null) {
            return server == null ? List.of() : List.of(server);
        }
        if (value.isEmptyList()) {
            value.error("is empty, so that nobody would be asked", "remove it to ask the server itself");
        }
        Names.Unique unique = new Names.Unique();
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Value item : value.items(UpdateSettings.MOST_NAME_SERVERS)) {
            InetSocketAddress each = Addresses.server(item, DNS_PORT);
            if (each == null || !unique.take(item, each, "the name server " + Addresses.text(each))) {
                continue;
            }
            InetSocketAddress own = own(each);
            if (own != null) {
                item.error(
                        Addresses.text(each) + " is our own server (" + Addresses.text(own)
                                + " of dns.listen), which answers a decision before it is published",
                        "name those that answer from the target");
            }
            servers.add(each);
        }
        return servers;
    }

    /** The socket of our own that takes what is sent there; null where none is known to. */
    private @Nullable InetSocketAddress own(InetSocketAddress server) {
        for (InetSocketAddress listen : dns.listen()) {
            boolean here = listen.equals(server) || scope.surroundings().has(server.getAddress());
            if (here && Addresses.covers(listen, server)) {
                return listen;
            }
        }
        return null;
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
