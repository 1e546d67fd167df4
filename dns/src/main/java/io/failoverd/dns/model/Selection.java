package io.failoverd.dns.model;

import java.net.InetAddress;
import java.util.List;

/**
 * What one group of clients gets. Over many responses each address comes first in its share of them, and shares the
 * places after the first in the same proportion as far as one address per place allows.
 *
 * @param addresses in the configuration's order, IPv4 and IPv6 mixed; empty means NODATA
 * @param answers how many addresses of a family stand in one response, at least 1; all of them where there are fewer
 */
public record Selection(List<WeightedAddress> addresses, int answers) {
    /** NODATA. */
    public static final Selection NONE = new Selection(List.of(), 1);

    public Selection {
        addresses = List.copyOf(addresses);
        if (answers < 1) {
            throw new IllegalArgumentException("a response has room for " + answers + " addresses");
        }
    }

    /** Every address in every response, each first as often as the others. */
    public static Selection all(List<InetAddress> addresses) {
        return new Selection(
                addresses.stream()
                        .map(address -> new WeightedAddress(address, 1))
                        .toList(),
                Math.max(1, addresses.size()));
    }
}
