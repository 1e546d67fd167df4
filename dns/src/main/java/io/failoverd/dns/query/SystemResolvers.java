package io.failoverd.dns.query;

import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/** The recursive resolvers of this machine. */
public final class SystemResolvers {
    private SystemResolvers() {}

    /** What {@code /etc/resolv.conf} has now: it is read each time, since networks change; none where it has none. */
    public static List<InetSocketAddress> now() {
        var file = new ResolvConfResolverConfigProvider();
        file.initialize();
        return List.copyOf(file.servers());
    }
}
