package io.failoverd.dns.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Why an address could not be opened, as an operator can act on it. */
enum ListenFailure {
    IN_USE("address already in use", "address already in use (another DNS server?)"),
    NOT_ALLOWED("permission denied", "permission denied (a port below 1024 needs CAP_NET_BIND_SERVICE)"),
    NOT_LOCAL("cannot assign requested address", "no interface of this host has this address"),
    /** Told in the words of the system. */
    OTHER("", "");

    private final String systemText;
    private final String advice;

    ListenFailure(String systemText, String advice) {
        this.systemText = systemText;
        this.advice = advice;
    }

    /** The errno reaches Java as text only, the same one from NIO and from Netty's native transports. */
    static ListenFailure of(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (ListenFailure failure : values()) {
            if (said.contains(failure.systemText)) {
                return failure;
            }
        }
        return OTHER;
    }

    static String text(InetSocketAddress configured, Throwable cause) {
        ListenFailure failure = of(cause);
        return show(configured) + ": " + (failure == OTHER ? String.valueOf(cause.getMessage()) : failure.advice);
    }

    /** As it stands in the config. */
    static String show(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        if (!(ip instanceof Inet6Address)) {
            return ip.getHostAddress() + ":" + address.getPort();
        }
        return "[" + compressed(ip.getHostAddress()) + "]:" + address.getPort();
    }

    /** The longest run of zero groups becomes {@code ::} (RFC 5952), which the JDK does not do. */
    private static String compressed(String full) {
        String best = "";
        for (String run = "0:0:0:0:0:0:0:0"; run.length() > 1; run = run.substring(2)) {
            if ((":" + full + ":").contains(":" + run + ":")) {
                best = run;
                break;
            }
        }
        if (best.length() < 3) {
            return full;
        }
        String marked = (":" + full + ":").replaceFirst(":" + best + ":", "::");
        String head = marked.startsWith("::") ? "" : marked.substring(1, marked.indexOf("::"));
        String tail = marked.substring(marked.indexOf("::") + 2);
        return head + "::" + (tail.endsWith(":") ? tail.substring(0, tail.length() - 1) : tail);
    }
}
