package io.failoverd.dns.gtm;

import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a pool takes. Pools of domain names are not ours. */
enum Family {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String text;

    Family(String text) {
        this.text = text;
    }

    /** As 3.0 and people write it. */
    String text() {
        return text;
    }

    static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** Of a pool's type, as 2.0 (IPV4) and 3.0 (IPv4) spell it. */
    static Result<Family> ofPool(String pool, @Nullable String type) {
        for (Family each : values()) {
            if (each.text.equalsIgnoreCase(type)) {
                return new Result.Answered<>(each);
            }
        }
        return type == null
                ? Unread.partial("pool " + pool + " has no type")
                : new Result.Failed<>(new Failure(
                        FailureClass.CONFIG,
                        "pool-type",
                        "pool " + pool + " is of type " + type + ", not of addresses"));
    }

    /** An address of a pool. */
    Result<InetAddress> address(String pool, @Nullable String literal) {
        if (literal == null) {
            return Unread.partial("pool " + pool + " has an address without an address");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            if (of(address) == this) {
                return new Result.Answered<>(address);
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        return new Result.Failed<>(new Failure(
                FailureClass.CONFIG,
                "not-an-address",
                "pool " + pool + " holds " + literal + ", which is no " + text + " address"));
    }
}
