package io.failoverd.daemon.core;

import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is a host name, as the core knows it. Always: the addresses are those of the last resolution that
 * gave any, whatever failed since.
 *
 * @param addresses in their order as numbers, at most {@link HostPlan#MOST_ADDRESSES}
 * @param unused how many more the name has
 * @param changed since when these are its addresses; null where it had them before this run, or has none
 * @param resolved when it was last resolved; null for not in this run
 * @param trouble what the latest resolution failed with; null where it succeeded, or there was none
 * @param assumed whether its first addresses answer before their first success, as those of a cold start do
 */
public record HostState(
        HostPlan plan,
        List<InetAddress> addresses,
        int unused,
        @Nullable Moment changed,
        @Nullable Moment resolved,
        @Nullable Trouble trouble,
        boolean assumed) {
    /** After so many failures in a row somebody hears of it: one lost answer is nobody's business at night. */
    static final int ALERTED_AFTER = 3;

    private static final Comparator<InetAddress> BY_NUMBER = Comparator.<InetAddress>comparingInt(
                    address -> address.getAddress().length)
            .thenComparing(address -> HexFormat.of().formatHex(address.getAddress()));

    /**
     * Failures in a row.
     *
     * @param since when the first of them came
     * @param why what the latest was
     */
    public record Trouble(Moment since, int failures, String why) {}

    public HostState {
        addresses = List.copyOf(addresses);
    }

    /** One that has not been resolved in this run. */
    static HostState begun(HostPlan plan, Collection<InetAddress> known, boolean coldStart) {
        List<InetAddress> kept =
                chosen(known.stream().filter(plan.family()::has).toList(), List.of());
        return new HostState(plan, kept, 0, null, null, null, coldStart && kept.isEmpty());
    }

    /** The same under another plan: for another host name what is known of the old one is kept until it is resolved. */
    HostState under(HostPlan next) {
        if (next.host().equals(plan.host()) && next.family() == plan.family()) {
            return new HostState(next, addresses, unused, changed, resolved, trouble, assumed);
        }
        return begun(next, addresses, assumed);
    }

    /** The name has these addresses now. Those that it had before come first where there are too many. */
    HostState resolved(Collection<InetAddress> found, Moment now) {
        List<InetAddress> next = chosen(found, addresses);
        return new HostState(
                plan,
                next,
                found.size() - next.size(),
                next.equals(addresses) ? changed : now,
                now,
                null,
                assumed && next.isEmpty());
    }

    HostState failed(String why, Moment now) {
        var next =
                new Trouble(trouble == null ? now : trouble.since(), trouble == null ? 1 : trouble.failures() + 1, why);
        return new HostState(plan, addresses, unused, changed, resolved, next, assumed);
    }

    private static List<InetAddress> chosen(Collection<InetAddress> found, List<InetAddress> before) {
        return found.stream()
                .distinct()
                .sorted(Comparator.<InetAddress>comparingInt(address -> before.contains(address) ? 0 : 1)
                        .thenComparing(BY_NUMBER))
                .limit(HostPlan.MOST_ADDRESSES)
                .sorted(BY_NUMBER)
                .toList();
    }

    /** The plan with an endpoint for each address that a host name has; an address that another endpoint has is its. */
    static List<EndpointPlan> expanded(List<EndpointPlan> configured, List<HostState> hosts) {
        var all = new ArrayList<>(configured);
        for (HostState host : hosts) {
            for (InetAddress address : host.addresses()) {
                if (all.stream().noneMatch(each -> each.address().equals(address))) {
                    all.add(EndpointPlan.of(host.plan(), address));
                }
            }
        }
        return all;
    }

    /** Its addresses as text: {@code "192.0.2.1, 192.0.2.2"}. */
    String text() {
        return addresses.isEmpty()
                ? "no address"
                : String.join(
                        ", ",
                        addresses.stream().map(InetAddress::getHostAddress).toList());
    }
}
