package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Addresses;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.ResolverSettings;
import io.failoverd.daemon.core.HostPlan.Family;
import io.failoverd.dns.query.Recursion;
import io.failoverd.dns.query.SystemResolvers;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** One resolution of a host name by the resolvers of a configuration; blocks. */
public final class Resolver {
    private final ResolverSettings settings;
    private final List<InetSocketAddress> ours;
    private final List<String> zones;

    /** By the resolvers that a configuration names, or this machine's. */
    public Resolver(Configuration configuration) {
        this.settings = configuration.resolvers();
        this.ours = configuration.dns().listen();
        this.zones = configuration.zones().stream().map(ZoneSpec::name).toList();
    }

    ResolverSettings settings() {
        return settings;
    }

    /** All addresses that clients can connect to, and their TTL; or why there is none. */
    public Recursion.Result resolve(String host, Family family) {
        var families = new Recursion.Families(family != Family.IPV6, family != Family.IPV4);
        Recursion.Result result = new Recursion(servers(), settings.timeout(), zones).ask(host, families);
        return switch (result) {
            case Recursion.Nothing nothing -> nothing;
            case Recursion.Found found -> usable(found);
        };
    }

    /** The machine's own resolver may be us: then we are not the one to ask. */
    private List<InetSocketAddress> servers() {
        List<InetSocketAddress> servers = settings.servers().isEmpty() ? SystemResolvers.now() : settings.servers();
        return servers.stream()
                .filter(server -> !ours.contains(server))
                .limit(ResolverSettings.MOST_SERVERS)
                .toList();
    }

    private static Recursion.Result usable(Recursion.Found found) {
        List<InetAddress> usable = found.addresses().stream()
                .filter(address -> Addresses.unusable(address) == null)
                .toList();
        if (usable.isEmpty()) {
            InetAddress first = found.addresses().getFirst();
            return new Recursion.Nothing("it has no address that a client can connect to: " + first.getHostAddress()
                    + " " + Addresses.unusable(first));
        }
        return new Recursion.Found(usable, found.ttl());
    }
}
