package io.failoverd.dns.gtm;

import io.failoverd.dns.model.Control;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to keep in GTM 3.0.
 *
 * @param instance to look for the names in; empty: every instance of the account
 * @param pools the ids of the address pools of every name; empty: each name is looked up as an access domain
 * @param control of every address that should answer
 * @param takeOut how an address is taken out
 * @param nameServers that answer for the names, resolved; empty: those of the domain that a name is in
 * @param lookAgain how old what is known of an access domain may be: somebody changes it in the console, and expects it to
 *     be heeded while he watches
 */
public record CloudGtmSettings(
        Optional<String> instance,
        List<String> pools,
        Control control,
        TakeOut takeOut,
        List<InetSocketAddress> nameServers,
        Duration lookAgain) {
    /** Usual for {@link #lookAgain}. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** An access domain can have a few for each family; each is a request for a reading. */
    static final int MOST_POOLS = 8;

    /** Which of the two switches of an address takes it out. Whatever it is, both have to be on for it to answer. */
    public enum TakeOut {
        /** AvailableMode manual, ManualAvailableStatus unavailable: what an operator does who knows better. */
        MANUAL,
        /** EnableStatus disable: what an operator does who wants it gone. */
        DISABLE
    }

    public CloudGtmSettings(
            Optional<String> instance,
            List<String> pools,
            Control control,
            TakeOut takeOut,
            List<InetSocketAddress> nameServers) {
        this(instance, pools, control, takeOut, nameServers, LOOK_AGAIN);
    }

    public CloudGtmSettings {
        pools = List.copyOf(pools);
        nameServers = List.copyOf(nameServers);
        if (pools.size() > MOST_POOLS) {
            throw new IllegalArgumentException("more than " + MOST_POOLS + " pools: " + pools);
        }
    }
}
