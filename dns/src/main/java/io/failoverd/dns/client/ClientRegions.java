package io.failoverd.dns.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which client region an address is in. Immutable, shared by all threads; a look-up neither allocates nor locks.
 */
public final class ClientRegions {
    /** The region of an address that is in none. */
    public static final int UNKNOWN = 0;

    /** Nobody's region is known. */
    public static final ClientRegions NONE =
            new ClientRegions(List.of(), Ranges.of(new Spans()), Ranges.of(new Spans()));

    private static final int SCOPE_BITS = 8;

    private final List<String> names;
    private final Ranges ipv4;
    private final Ranges ipv6;

    ClientRegions(List<String> names, Ranges ipv4, Ranges ipv6) {
        this.names = List.copyOf(names);
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /** The names; the region with number n is the n-th, counted from 1. */
    public List<String> names() {
        return names;
    }

    /** How many ranges the address families are cut into, for logs and status. */
    public int ranges() {
        return ipv4.size() + ipv6.size();
    }

    /**
     * Finds an address. {@link #region} and {@link #scope} take the result apart.
     *
     * @param hi the first 64 bits; an IPv4 address is the first 32 of them, the others are zero
     * @param lo the other 64 bits
     */
    public int locate(boolean isIpv4, long hi, long lo) {
        Ranges ranges = isIpv4 ? ipv4 : ipv6;
        int index = ranges.find(hi, lo);
        return ranges.region(index) << SCOPE_BITS | ranges.prefix(index, hi, lo);
    }

    /** As the other one, for an address as Java has it; may allocate its octets. */
    public int locate(InetAddress address) {
        Bits bits = Bits.of(address);
        return locate(address instanceof Inet4Address, bits.hi(), bits.lo());
    }

    /** The number of the region, {@link #UNKNOWN} for none. */
    public static int region(int located) {
        return located >>> SCOPE_BITS;
    }

    /** The length of the shortest prefix around the address in which all addresses are in its region, 0 to 128. */
    public static int scope(int located) {
        return located & ((1 << SCOPE_BITS) - 1);
    }

    /** The name of the region of an address. */
    public Optional<String> nameOf(InetAddress address) {
        int region = region(locate(address));
        return region == UNKNOWN ? Optional.empty() : Optional.of(names.get(region - 1));
    }
}
