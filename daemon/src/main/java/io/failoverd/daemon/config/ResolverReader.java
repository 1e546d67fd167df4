package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code resolvers}, and other lists of them. */
final class ResolverReader {
    private static final int DNS_PORT = 53;

    private final Surroundings surroundings;
    private final DnsSettings dns;

    ResolverReader(Surroundings surroundings, DnsSettings dns) {
        this.surroundings = surroundings;
        this.dns = dns;
    }

    ResolverSettings read(Section section) {
        ResolverSettings usual = ResolverSettings.DEFAULT;
        Duration timeout = section.duration(
                "timeout", usual.timeout(), ResolverSettings.LEAST_TIMEOUT, ResolverSettings.MOST_TIMEOUT);
        Duration minTtl =
                section.duration("minTtl", usual.minTtl(), ResolverSettings.LEAST_TTL, ResolverSettings.MOST_TTL);
        Duration longest = minTtl.compareTo(usual.maxTtl()) > 0 ? minTtl : usual.maxTtl();
        Duration maxTtl = section.duration("maxTtl", longest, ResolverSettings.LEAST_TTL, ResolverSettings.MOST_TTL);
        if (maxTtl.compareTo(minTtl) < 0) {
            section.at("maxTtl")
                    .error(
                            Durations.format(maxTtl) + " is shorter than the minTtl of " + Durations.format(minTtl),
                            "write " + Durations.format(minTtl) + " or more");
            maxTtl = minTtl;
        }
        return new ResolverSettings(
                servers(section, "servers", ResolverSettings.MOST_SERVERS), timeout, minTtl, maxTtl);
    }

    /** Recursive resolvers by their addresses, each once, and none of them ourselves. */
    List<InetSocketAddress> servers(Section section, String key, int most) {
        Value value = section.get(key);
        var servers = new ArrayList<InetSocketAddress>();
        if (value == null) {
            return servers;
        }
        if (value.isEmptyList()) {
            value.error(
                    "is empty",
                    key.equals("servers")
                            ? "name a recursive resolver, or remove the key for those of /etc/resolv.conf"
                            : "name a recursive resolver, or remove the key to ask the authoritative servers alone");
        }
        var unique = new Names.Unique();
        for (Value item : value.items(most)) {
            InetSocketAddress server = Addresses.server(item, DNS_PORT);
            if (server == null || !unique.take(item, server, "the resolver " + Addresses.text(server))) {
                continue;
            }
            if (dns.listen().stream().anyMatch(listen -> isOurs(listen, server))) {
                item.error(
                        Addresses.text(server) + " is this failoverd itself, which resolves nothing",
                        "name a recursive resolver");
            }
            servers.add(server);
        }
        return servers;
    }

    /** A stub resolver may stand beside a wildcard at another loopback address than the usual one. */
    private boolean isOurs(InetSocketAddress listen, InetSocketAddress server) {
        InetAddress address = server.getAddress();
        boolean usual = !address.isLoopbackAddress() || address.equals(InetAddress.getLoopbackAddress());
        return listen.equals(server)
                || (listen.getAddress().isAnyLocalAddress()
                        && Addresses.covers(listen, server)
                        && usual
                        && surroundings.has(address));
    }
}
