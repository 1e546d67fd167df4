package io.failoverd.dns.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says what an operator can do about an address that could not be opened. */
final class ListenFailure {
    private ListenFailure() {}

    static String text(InetSocketAddress configured, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        String known = said.toLowerCase(Locale.ROOT);
        String where = show(configured);
        if (known.contains("address already in use")) {
            return where + ": address already in use (another DNS server?)";
        }
        if (known.contains("permission denied")) {
            return where + ": permission denied (a port below 1024 needs CAP_NET_BIND_SERVICE)";
        }
        if (known.contains("cannot assign requested address")) {
            return where + ": no interface of this host has this address";
        }
        return where + ": " + said;
    }

    static String show(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        if (address.getAddress() instanceof Inet6Address wild && wild.isAnyLocalAddress()) {
            host = "::";
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + address.getPort() : host + ":" + address.getPort();
    }
}
