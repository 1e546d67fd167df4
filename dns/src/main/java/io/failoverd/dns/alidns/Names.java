package io.failoverd.dns.alidns;

import io.failoverd.dns.model.ManagedName;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names, types and addresses as Alidns writes them. Pure. */
final class Names {
    private static final String APEX = "@";

    private Names() {}

    /** The name below its domain. */
    static String rr(ManagedName name) {
        return name.name().equals(name.domain())
                ? APEX
                : name.name().substring(0, name.name().length() - name.domain().length() - 1);
    }

    /** Whether there is such a part; else the configuration names a domain that the name is not in. */
    static boolean isInItsDomain(ManagedName name) {
        return name.name().equals(name.domain()) || name.name().endsWith("." + name.domain());
    }

    /** As a search for exactly this name wants it. */
    static String subDomain(ManagedName name) {
        return rr(name) + "." + name.domain();
    }

    /** Whether a record's RR is ours; Alidns shows what is written in other scripts as it is read, and not as it is sent. */
    static boolean isRr(ManagedName name, @Nullable String shown) {
        if (shown == null) {
            return false;
        }
        if (shown.equalsIgnoreCase(rr(name))) {
            return true;
        }
        try {
            return IDN.toASCII(shown).toLowerCase(Locale.ROOT).equals(rr(name));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static String type(InetAddress address) {
        return address instanceof Inet6Address ? "AAAA" : "A";
    }

    /** The address of a record of type A or AAAA; empty where its value is none. */
    static Optional<InetAddress> address(String type, @Nullable String value) {
        try {
            return Optional.ofNullable(value)
                    .map(text -> InetAddress.ofLiteral(text.strip()))
                    .filter(address -> type(address).equals(type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
