package io.failoverd.dns.sim;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.model.WeightedAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** Short ways to write down records. */
public final class Records {
    public static final String NAME = "www.example.com";
    public static final InetAddress A = InetAddress.ofLiteral("203.0.113.10");
    public static final InetAddress B = InetAddress.ofLiteral("203.0.113.20");
    public static final InetAddress C = InetAddress.ofLiteral("203.0.113.30");
    public static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::10");
    public static final InetAddress FOREIGN = InetAddress.ofLiteral("198.51.100.99");

    private Records() {}

    public static TargetRecord record(InetAddress address, boolean enabled, int weight) {
        return new TargetRecord(
                address,
                enabled,
                weight == 0 ? OptionalInt.empty() : OptionalInt.of(weight),
                Duration.ZERO,
                "id-" + address.getHostAddress());
    }

    /** Records in the form "+203.0.113.10 -203.0.113.20": on or off. */
    public static RecordSet set(String name, String records) {
        return new RecordSet(
                name,
                Arrays.stream(records.split(" "))
                        .filter(each -> !each.isEmpty())
                        .map(each -> record(InetAddress.ofLiteral(each.substring(1)), each.charAt(0) == '+', 1))
                        .toList());
    }

    public static ManagedName managed(String name, InetAddress... addresses) {
        return new ManagedName(name, "example.com", List.of(addresses), Duration.ZERO);
    }

    public static DesiredRecords desired(String name, long generation, InetAddress... addresses) {
        return DesiredRecords.of(name, generation, Duration.ofSeconds(30), List.of(addresses), Instant.EPOCH);
    }

    public static DesiredRecords weighted(String name, long generation, WeightedAddress... addresses) {
        return new DesiredRecords(
                name,
                generation,
                Duration.ofSeconds(30),
                new Selection(List.of(addresses), Math.max(1, addresses.length)),
                Collections.emptySortedMap(),
                Instant.EPOCH);
    }
}
