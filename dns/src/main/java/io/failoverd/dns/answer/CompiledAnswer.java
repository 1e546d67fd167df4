package io.failoverd.dns.answer;

import io.failoverd.dns.model.DesiredRecords;
import java.util.List;

/**
 * One generation of a service's answers: for each family one variant for each rotation of its addresses, or a single
 * NODATA. Immutable, so that a query sees one generation and never parts of two.
 */
final class CompiledAnswer {
    private final DesiredRecords desired;
    private final WireAnswer[] ipv4;
    private final WireAnswer[] ipv6;

    CompiledAnswer(DesiredRecords desired, List<WireAnswer> ipv4, List<WireAnswer> ipv6) {
        this.desired = desired;
        this.ipv4 = ipv4.toArray(WireAnswer[]::new);
        this.ipv6 = ipv6.toArray(WireAnswer[]::new);
    }

    DesiredRecords desired() {
        return desired;
    }

    WireAnswer pick(boolean wantIpv6, int random) {
        WireAnswer[] variants = wantIpv6 ? ipv6 : ipv4;
        return variants.length == 1 ? variants[0] : variants[Math.floorMod(random, variants.length)];
    }
}
