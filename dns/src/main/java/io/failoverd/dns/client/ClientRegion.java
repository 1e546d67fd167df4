package io.failoverd.dns.client;

import java.util.List;

/**
 * A client region as the operator wrote it, not yet checked.
 *
 * @param places networks ({@code 198.51.100.0/24}, {@code 2001:db8::/32}, one address), countries ({@code CN}),
 *     subdivisions ({@code CN-ZJ}), continents ({@code continent:AS}) and autonomous systems ({@code AS4134}); the case
 *     does not matter
 */
public record ClientRegion(String name, List<String> places) {
    public ClientRegion {
        places = List.copyOf(places);
    }
}
