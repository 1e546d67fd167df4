package io.failoverd.dns.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an operator wrote as a place. */
final class PlaceReader {
    private static final Pattern NETWORK = Pattern.compile("([0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern CONTINENT = Pattern.compile("CONTINENT: ?([A-Z]{2})");
    /** ISO 3166-1. */
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    /** ISO 3166-2. */
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");

    private static final Pattern SYSTEM = Pattern.compile("AS([1-9]\\d{0,9})");
    private static final long MAX_SYSTEM = 0xFFFF_FFFFL;

    private PlaceReader() {}

    static Place read(String written) {
        String text = written.strip();
        Matcher network = NETWORK.matcher(text);
        if (network.matches()) {
            return network(text, network.group(1), network.group(2));
        }
        String upper = text.toUpperCase(Locale.ROOT);
        Matcher continent = CONTINENT.matcher(upper);
        if (continent.matches()) {
            return new Place.Known(Place.Kind.CONTINENT, GeoRecord.continentKey(continent.group(1)));
        }
        if (COUNTRY.matcher(upper).matches()) {
            return new Place.Known(Place.Kind.COUNTRY, upper);
        }
        if (SUBDIVISION.matcher(upper).matches()) {
            return new Place.Known(Place.Kind.SUBDIVISION, upper);
        }
        Matcher system = SYSTEM.matcher(upper);
        if (system.matches() && Long.parseLong(system.group(1)) <= MAX_SYSTEM) {
            return new Place.Known(Place.Kind.AUTONOMOUS_SYSTEM, upper);
        }
        return new Place.Wrong("'" + written + "' is not a place: write a network (198.51.100.0/24, 2001:db8::/32), a"
                + " country (CN), a subdivision (CN-ZJ), a continent (continent:AS) or an autonomous system (AS4134)");
    }

    private static Place network(String text, String addressText, @Nullable String prefixText) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(addressText);
        } catch (IllegalArgumentException e) {
            return new Place.Wrong(text + ": " + addressText + " is not an address");
        }
        boolean ipv4 = address instanceof Inet4Address;
        // Java also reads 10.1 as 10.0.0.1, and turns ::ffff:192.0.2.1 into IPv4.
        if (ipv4 != DOTTED.matcher(addressText).matches()) {
            return new Place.Wrong(text + ": write an IPv4 address as four numbers with dots between them");
        }
        int length = Bits.length(address);
        int prefix = prefixText == null ? length : Integer.parseInt(prefixText);
        if (prefix > length) {
            return new Place.Wrong(text + ": the prefix is longer than " + length);
        }
        Bits bits = Bits.of(address);
        return bits.first(prefix).equals(bits)
                ? new Place.Network(bits, prefix, ipv4)
                : new Place.Wrong(text + ": the address has bits behind the prefix; is it the prefix that is wrong?");
    }
}
