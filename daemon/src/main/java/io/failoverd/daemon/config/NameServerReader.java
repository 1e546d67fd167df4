package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.update.UpdateSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whom a publisher sends to and asks: never our own server, which would only repeat what we decided. */
final class NameServerReader {
    static final int DNS_PORT = 53;

    private final Scope scope;
    private final DnsSettings dns;

    NameServerReader(Scope scope, DnsSettings dns) {
        this.scope = scope;
        this.dns = dns;
    }

    /**
     * Reads {@code nameServers}.
     *
     * @param otherwise who is asked where none are written, in words
     * @return null where it is not written
     */
    @Nullable
    List<InetSocketAddress> nameServers(Section section, String otherwise) {
        Value value = section.get("nameServers");
        if (value == null) {
            return null;
        }
        if (value.isEmptyList()) {
            value.error("is empty, so that nobody would be asked", "remove it to ask " + otherwise);
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
    @Nullable
    InetSocketAddress own(InetSocketAddress server) {
        for (InetSocketAddress listen : dns.listen()) {
            boolean here = listen.equals(server) || scope.surroundings().has(server.getAddress());
            if (here && Addresses.covers(listen, server)) {
                return listen;
            }
        }
        return null;
    }
}
