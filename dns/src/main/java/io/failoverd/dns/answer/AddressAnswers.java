package io.failoverd.dns.answer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one group of clients is told of one address family: a response for each set of addresses, or a single NODATA.
 * Immutable. {@link #pick} and {@link #first} together draw a response; each takes a random number of its own.
 */
public final class AddressAnswers {
    private final List<InetAddress> addresses;
    private final @Nullable Shares shares;
    private final WireAnswer[] wires;

    private AddressAnswers(List<InetAddress> addresses, @Nullable Shares shares, List<WireAnswer> wires) {
        this.addresses = List.copyOf(addresses);
        this.shares = shares;
        this.wires = wires.toArray(WireAnswer[]::new);
    }

    static AddressAnswers nodata(WireAnswer wire) {
        return new AddressAnswers(List.of(), null, List.of(wire));
    }

    /**
     * Responses with addresses.
     *
     * @param wires for each set of {@code shares} a ring of its addresses
     */
    static AddressAnswers of(List<InetAddress> addresses, Shares shares, List<WireAnswer> wires) {
        return new AddressAnswers(addresses, shares, wires);
    }

    /** There is no address. */
    public boolean isNodata() {
        return shares == null;
    }

    /** The response where there is no address. */
    public WireAnswer nodata() {
        return wires[0];
    }

    /** A response with addresses, by chance. */
    public WireAnswer pick(long random) {
        return shares == null ? wires[0] : wires[shares.setTable().pick(random)];
    }

    /** Which of its records leads, by chance. */
    public int first(long random) {
        return shares == null ? 0 : shares.placeTable().pick(random);
    }

    /** The addresses of a response in their order, drawn as for {@link #pick} and {@link #first}. */
    List<InetAddress> draw(long forSet, long forFirst) {
        if (shares == null) {
            return List.of();
        }
        int[] set = shares.set(shares.setTable().pick(forSet));
        int first = first(forFirst);
        List<InetAddress> drawn = new ArrayList<>(set.length);
        for (int i = 0; i < set.length; i++) {
            drawn.add(addresses.get(set[(first + i) % set.length]));
        }
        return drawn;
    }

    /** All addresses, each once, in the decision's order. */
    List<InetAddress> addresses() {
        return addresses;
    }

    int octets() {
        int octets = 0;
        for (WireAnswer wire : wires) {
            octets += wire.octets();
        }
        return octets;
    }
}
