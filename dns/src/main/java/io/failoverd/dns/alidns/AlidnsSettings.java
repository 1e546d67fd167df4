package io.failoverd.dns.alidns;

import io.failoverd.dns.query.NameServers;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Which records, and who is asked for them.
 *
 * @param line whose records are kept; those of other lines are left alone
 * @param nameServers that answer for the domains, resolved; empty: those that Alidns names for each domain
 * @param domains that the publisher's names are in, known before the first of them is needed
 */
public record AlidnsSettings(String line, List<InetSocketAddress> nameServers, List<String> domains) {
    /** Who is in no other line. */
    public static final String DEFAULT_LINE = "default";

    public AlidnsSettings {
        nameServers = List.copyOf(nameServers);
        domains = List.copyOf(domains);
        if (line.isBlank()) {
            throw new IllegalArgumentException("a line has a code, such as " + DEFAULT_LINE);
        }
        if (nameServers.stream().anyMatch(InetSocketAddress::isUnresolved) || nameServers.size() > NameServers.MOST) {
            throw new IllegalArgumentException(
                    "name servers are given as addresses, and not more than " + NameServers.MOST);
        }
    }

    boolean isDefaultLine() {
        return line.equalsIgnoreCase(DEFAULT_LINE);
    }
}
