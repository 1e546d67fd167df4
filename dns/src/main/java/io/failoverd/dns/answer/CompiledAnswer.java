package io.failoverd.dns.answer;

import io.failoverd.dns.model.DesiredRecords;

/**
 * One generation of a service's answers, for the client regions of one table. Immutable, so that a query sees one
 * generation and never parts of two.
 */
public final class CompiledAnswer {
    private final DesiredRecords desired;
    /** By the region's number, then IPv4 before IPv6. */
    private final AddressAnswers[][] byRegion;

    private final boolean regional;

    CompiledAnswer(DesiredRecords desired, boolean regional, AddressAnswers[][] byRegion) {
        this.desired = desired;
        this.regional = regional;
        this.byRegion = byRegion;
    }

    DesiredRecords desired() {
        return desired;
    }

    /** It matters where the client is. */
    public boolean regional() {
        return regional;
    }

    /** The answers for a client region, by its number in the table that this name was found in. */
    public AddressAnswers of(boolean wantIpv6, int region) {
        return byRegion[region][wantIpv6 ? 1 : 0];
    }
}
