package io.failoverd.daemon.config;

import io.failoverd.dns.model.Control;
import io.failoverd.dns.update.UpdateSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a publisher publishes to. Its zone is the domain of each of the publisher's names. */
public sealed interface PublisherTarget {
    /** The key of the config. */
    String kind();

    /** Our own limit. */
    double callsPerSecond();

    /** Asked until they answer what was published; made of literals. Empty where the target itself tells who they are. */
    List<InetSocketAddress> nameServers();

    /** Whether its own health checks rule once the daemon stops. */
    default boolean handsBack() {
        return false;
    }

    /** The name under which the target's own health checks have a say in our decisions; null: they have none. */
    default @Nullable String vantage() {
        return null;
    }

    /** The same as far as it says what is written where, and how: a publisher goes on while this stays the same. */
    default PublisherTarget written() {
        return this;
    }

    /** Whether it has room for one service only. */
    default boolean isOneService() {
        return false;
    }

    /**
     * A primary that takes DNS UPDATE (RFC 2136).
     *
     * @param server made of a literal, never looked up
     * @param key null: unsigned
     */
    record Rfc2136(
            InetSocketAddress server,
            UpdateSettings.Transport transport,
            @Nullable TsigReference key,
            List<InetSocketAddress> nameServers,
            double callsPerSecond)
            implements PublisherTarget {
        public Rfc2136 {
            nameServers = List.copyOf(nameServers);
        }

        @Override
        public String kind() {
            return "rfc2136";
        }
    }

    /**
     * The records of a zone at Alibaba Cloud DNS.
     *
     * @param line whose records are kept; those of other lines are not looked at
     */
    record Alidns(AliyunAccess access, String line, List<InetSocketAddress> nameServers, double callsPerSecond)
            implements PublisherTarget {
        /** The smallest TTL of the free and the personal edition; Enterprise Standard has 60 s, Ultimate 1 s. */
        public static final Duration FREE_TTL = Duration.ofMinutes(10);

        public Alidns {
            nameServers = List.copyOf(nameServers);
        }

        @Override
        public String kind() {
            return "alidns";
        }
    }

    /**
     * The address pools of an instance of Global Traffic Manager 2.0, one for each address family.
     *
     * @param control whether GTM's own checks may take out an address that is in
     * @param handsBack otherwise what was decided last stays when the daemon stops
     * @param vantage the name under which GTM's own health counts as one more vantage; null: it does not count
     */
    record Gtm2(
            AliyunAccess access,
            String instance,
            List<String> pools,
            Control control,
            boolean handsBack,
            @Nullable String vantage,
            List<InetSocketAddress> nameServers,
            double callsPerSecond)
            implements PublisherTarget {
        public Gtm2 {
            pools = List.copyOf(pools);
            nameServers = List.copyOf(nameServers);
        }

        @Override
        public String kind() {
            return "gtm";
        }

        @Override
        public PublisherTarget written() {
            return new Gtm2(access, instance, pools, control, false, null, nameServers, callsPerSecond);
        }

        @Override
        public boolean isOneService() {
            return !pools.isEmpty();
        }
    }

    /**
     * The addresses of access domains of an instance of Global Traffic Manager 3.0.
     *
     * @param instance null: whichever has an access domain of the service's name
     * @param pools whose addresses are kept; empty: those of that access domain
     * @param control whether GTM's own checks may take out an address that is in
     * @param takeOut how an address is taken out
     * @param handsBack otherwise what was decided last stays when the daemon stops
     * @param vantage the name under which GTM's own health counts as one more vantage; null: it does not count
     */
    record Gtm3(
            AliyunAccess access,
            @Nullable String instance,
            List<String> pools,
            Control control,
            TakeOut takeOut,
            boolean handsBack,
            @Nullable String vantage,
            List<InetSocketAddress> nameServers,
            double callsPerSecond)
            implements PublisherTarget {
        /** How an address is taken out. */
        public enum TakeOut {
            /** It is said to be unavailable, by hand. */
            MANUAL,
            /** It is disabled, so that GTM checks it no longer. */
            DISABLE
        }

        public Gtm3 {
            pools = List.copyOf(pools);
            nameServers = List.copyOf(nameServers);
        }

        @Override
        public String kind() {
            return "gtm";
        }

        @Override
        public PublisherTarget written() {
            return new Gtm3(access, instance, pools, control, takeOut, false, null, nameServers, callsPerSecond);
        }

        @Override
        public boolean isOneService() {
            return !pools.isEmpty();
        }
    }
}
