package io.failoverd.dns.answer;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/**
 * One generation of a service's answers, for the client regions of one table. Immutable, so that a query sees one
 * generation and never parts of two.
 */
public final class CompiledAnswer {
    private final DesiredRecords desired;
    /** By the region's number. */
    private final GroupAnswers[] byRegion;

    private final boolean regional;

    CompiledAnswer(DesiredRecords desired, boolean regional, GroupAnswers[] byRegion) {
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
        GroupAnswers answers = byRegion[region];
        return wantIpv6 ? answers.ipv6() : answers.ipv4();
    }

    /** The name has records of a type that hint at its own addresses, which depends on nobody's region. */
    public boolean hinting(int type) {
        return hinting(type, ClientRegions.UNKNOWN) != null;
    }

    /** The response for HTTPS or SVCB with the hints that are answered; null where it is not prepared here. */
    public @Nullable WireAnswer hinting(int type, int region) {
        GroupAnswers answers = byRegion[region];
        return switch (type) {
            case Type.HTTPS -> answers.https();
            case Type.SVCB -> answers.svcb();
            default -> null;
        };
    }

    /** All addresses that a client of the region may get. */
    Set<InetAddress> addresses(int region) {
        Set<InetAddress> both = new LinkedHashSet<>(of(false, region).addresses());
        both.addAll(of(true, region).addresses());
        return both;
    }
}
