package io.failoverd.daemon.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the DNS server shall reach: a ratio to a peer in the same round, or a figure of its own. The median decides.
 *
 * @param peer the other server's key, empty for a figure of its own
 */
record DnsTarget(
        String what, String kind, String peer, double limit, boolean atMost, ToDoubleFunction<DnsFigures.Run> figure) {
    static final List<DnsTarget> RATIOS = List.of(
            cpu("gdnsd", DnsFigures.FIXED, "gdnsd", 1.0),
            cpu("the C limit", DnsFigures.FIXED, "limit", 1.15),
            cpu("PowerDNS static", DnsFigures.FIXED, "pdns", 0.85),
            cpu("gdnsd", DnsFigures.SATURATED, "gdnsd", 1.0),
            cpu("the C limit", DnsFigures.SATURATED, "limit", 1.1),
            cpu("PowerDNS static", DnsFigures.SATURATED, "pdns", 0.6),
            cpu("PowerDNS LUA", DnsFigures.SATURATED, "pdns-lua", 0.12),
            new DnsTarget("throughput / gdnsd", DnsFigures.SATURATED, "gdnsd", 0.95, false, DnsFigures.Run::perSecond));

    /** From exec to the first answer, in milliseconds. */
    static final double START_MILLIS = 500;

    /** Resident after load, with a heap of 64 MiB. */
    static final double RESIDENT_MIB = 128;

    private static DnsTarget cpu(String who, String kind, String peer, double limit) {
        return new DnsTarget("CPU a query / " + who, kind, peer, limit, true, DnsFigures.Run::cpu);
    }

    String limitText() {
        return (atMost ? "≤ " : "≥ ") + String.format(Locale.ROOT, "%.2f", limit);
    }

    Optional<Spread> seen(DnsFigures figures, String server, String load) {
        return figures.ratio(server, peer, load, kind, figure);
    }

    /** A miss is a miss, however small. */
    String verdict(DnsFigures figures, String server, String load) {
        return seen(figures, server, load)
                .map(seen -> verdict(seen.median(), limit, atMost) + " " + seen.show(2))
                .orElse("not measured");
    }

    static String verdict(double seen, double limit, boolean atMost) {
        boolean hit = atMost ? seen <= limit : seen >= limit;
        return hit ? "hit" : "**miss**";
    }
}
