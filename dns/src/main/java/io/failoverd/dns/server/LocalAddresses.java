package io.failoverd.dns.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Resolves a wildcard to this host's addresses of that family. An answer must leave from the address that was asked,
 * and a socket on a wildcard cannot see which one that was.
 */
final class LocalAddresses {
    /** Each address has a thread for each configured engine thread; a host with more should name what it serves. */
    static final int MAX = 64;

    private LocalAddresses() {}

    static List<InetSocketAddress> resolve(InetSocketAddress listen) throws SocketException {
        InetAddress wanted = listen.getAddress();
        if (wanted == null) {
            throw new SocketException("not an address");
        }
        if (!wanted.isAnyLocalAddress()) {
            return List.of(listen);
        }
        Set<InetAddress> found = new LinkedHashSet<>();
        for (NetworkInterface at : NetworkInterface.networkInterfaces().toList()) {
            if (at.isUp()) {
                at.inetAddresses()
                        .filter(a -> a.getClass() == wanted.getClass())
                        .forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new SocketException("this host has no address of this family");
        }
        if (found.size() > MAX) {
            throw new SocketException("this host has " + found.size() + " addresses of this family, more than " + MAX
                    + ": list those to serve");
        }
        List<InetSocketAddress> sockets = new ArrayList<>();
        found.forEach(address -> sockets.add(new InetSocketAddress(address, listen.getPort())));
        return List.copyOf(sockets);
    }
}
