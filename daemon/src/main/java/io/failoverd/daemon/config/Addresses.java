package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Address literals. Stricter than the JDK, which takes {@code 10.1} and {@code 010.0.0.1}; never a lookup. */
public final class Addresses {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern HOST_NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");
    private static final Pattern SOCKET = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:]*)):([0-9]{1,5})");

    private static final Pattern SERVER = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:]*))(?::([0-9]{1,5}))?");

    private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

    static final int MAX_PORT = 65_535;

    private Addresses() {}

    /** An address; null, and a problem, when the text is none. */
    static @Nullable InetAddress read(@Nullable Value value) {
        String text = value == null ? null : value.text("an IP address");
        return value == null || text == null ? null : read(value, text);
    }

    private static @Nullable InetAddress read(Value value, String text) {
        InetAddress address = parse(text);
        if (address == null) {
            String quoted = Yaml.Scalar.quoted(text);
            if (text.indexOf('%') >= 0) {
                value.error(quoted + " has a zone index, which means nothing on another machine", "remove it");
            } else if (HOST_NAME.matcher(text).matches()) {
                value.error(
                        quoted + " is not an IP address", "only an endpoint may be a host name, written as host: NAME");
            } else {
                value.error(quoted + " is neither an IPv4 nor an IPv6 address");
            }
            return null;
        }
        if (address instanceof Inet4Address && text.indexOf(':') >= 0) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is an IPv4 address in IPv6 form", "write " + address.getHostAddress());
            return null;
        }
        return address;
    }

    /** Null when the text is no literal. */
    static @Nullable InetAddress parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Reads {@code 0.0.0.0:53} and {@code [::]:53}; null, and a problem, when it is neither. */
    static @Nullable InetSocketAddress socket(Value value) {
        String text = value.text("ADDRESS:PORT");
        if (text == null) {
            return null;
        }
        Matcher parts = SOCKET.matcher(text);
        if (!parts.matches()) {
            value.error(Yaml.Scalar.quoted(text) + " is not ADDRESS:PORT", "write it like 127.0.0.1:53 or [::1]:53");
            return null;
        }
        InetAddress address = hasPort(value, parts) ? read(value, host(parts)) : null;
        if (address == null) {
            return null;
        }
        if (address.isMulticastAddress() || isBroadcast(address)) {
            value.error(text(address) + " is not an address to listen on");
            return null;
        }
        return new InetSocketAddress(address, Integer.parseInt(parts.group(3)));
    }

    /**
     * Reads {@code 192.0.2.53}, {@code 192.0.2.53:53} and {@code [2001:db8::53]:53}, somebody to send to; null, and a
     * problem, when it is none of them.
     *
     * @param usualPort where none is written
     */
    static @Nullable InetSocketAddress server(Value value, int usualPort) {
        String text = value.text("ADDRESS or ADDRESS:PORT");
        if (text == null) {
            return null;
        }
        Matcher parts = SERVER.matcher(text);
        if (!parts.matches()) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not ADDRESS or ADDRESS:PORT",
                    "write it like 192.0.2.53:53 or [2001:db8::53]:53");
            return null;
        }
        String host = host(parts);
        if (HOST_NAME.matcher(host).matches()) {
            value.error(
                    Yaml.Scalar.quoted(host) + " is a host name, which would be looked up while names fail over",
                    "write its address");
            return null;
        }
        boolean written = parts.group(3) != null;
        InetAddress address = !written || hasPort(value, parts) ? read(value, host) : null;
        String trouble = address == null ? null : unusable(address);
        if (address == null || trouble != null) {
            if (address != null) {
                value.error(text(address) + " " + trouble + ", which nothing can be sent to");
            }
            return null;
        }
        return new InetSocketAddress(address, written ? Integer.parseInt(parts.group(3)) : usualPort);
    }

    private static String host(Matcher parts) {
        String bracketed = parts.group(1);
        return bracketed != null ? bracketed : parts.group(2);
    }

    private static boolean hasPort(Value value, Matcher parts) {
        int port = Integer.parseInt(parts.group(3));
        boolean good = port >= 1 && port <= MAX_PORT;
        if (!good) {
            value.error("the port " + port + " is out of range", "write one from 1 to " + MAX_PORT);
        }
        return good;
    }

    /** Why no client can be sent to the address; null when one can. */
    public static @Nullable String unusable(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "is the unspecified address";
        }
        if (address.isMulticastAddress()) {
            return "is a multicast address";
        }
        if (isBroadcast(address)) {
            return "is the broadcast address";
        }
        if (address instanceof Inet4Address) {
            int first = address.getAddress()[0] & 0xFF;
            if (first == 0 || first >= 240) {
                return "is in a reserved range (" + (first == 0 ? "0.0.0.0/8" : "240.0.0.0/4") + ")";
            }
        }
        return null;
    }

    /** Whether only some clients can reach the address: loopback, link-local and private ranges. */
    static boolean isLocal(InetAddress address) {
        boolean uniqueLocal = !(address instanceof Inet4Address) && (address.getAddress()[0] & 0xFE) == 0xFC;
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || uniqueLocal;
    }

    /** Whether a socket on {@code wide} takes what would come to {@code narrow}. */
    static boolean covers(InetSocketAddress wide, InetSocketAddress narrow) {
        return wide.getPort() == narrow.getPort()
                && family(wide) == family(narrow)
                && (wide.getAddress().isAnyLocalAddress() || wide.getAddress().equals(narrow.getAddress()));
    }

    static String text(InetSocketAddress socket) {
        String host = text(socket.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + socket.getPort();
    }

    /** The text of RFC 5952: in IPv6 the first of the longest runs of two zeros or more is left out. */
    static String text(InetAddress address) {
        String full = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return full;
        }
        return ZEROS.matcher(full)
                .results()
                .max(Comparator.<MatchResult>comparingInt(run -> run.group().length())
                        .thenComparingInt(run -> -run.start()))
                .map(run -> full.substring(0, Math.max(0, run.start() - 1))
                        + "::"
                        + full.substring(Math.min(full.length(), run.end() + 1)))
                .orElse(full);
    }

    private static int family(InetSocketAddress socket) {
        return socket.getAddress().getAddress().length;
    }

    private static boolean isBroadcast(InetAddress address) {
        return address instanceof Inet4Address && address.getHostAddress().equals("255.255.255.255");
    }
}
