package io.failoverd.daemon.admin;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status tells beside the core.
 *
 * @param listen where DNS is answered, like {@code udp 0.0.0.0:53}
 * @param engine the UDP engine that answers
 * @param transport what the event loops of probes and TCP run on
 * @param zones every zone with its present SOA serial
 * @param outboxes one for each alert channel
 */
public record StatusFacts(
        List<String> listen,
        String engine,
        String transport,
        List<ZoneSerial> zones,
        List<Outbox> outboxes,
        Store store,
        Config config) {
    public StatusFacts {
        listen = List.copyOf(listen);
        zones = List.copyOf(zones);
        outboxes = List.copyOf(outboxes);
    }

    /**
     * The present serial of a zone.
     *
     * @param zone its name, in lower case and without a trailing dot
     */
    public record ZoneSerial(String zone, long serial) {
        boolean holds(String name) {
            return name.equals(zone) || name.endsWith("." + zone);
        }
    }

    /**
     * What waits to be delivered to a channel.
     *
     * @param oldest when the oldest alert that waits was raised; null when none waits
     * @param deliveries what became of alerts since the start, by a constant of ours like "delivered"
     */
    public record Outbox(
            String channel, int depth, @Nullable Instant oldest, Map<String, Long> deliveries) {
        public Outbox {
            deliveries = Map.copyOf(deliveries);
        }
    }

    /**
     * The state on disk.
     *
     * @param failingSince null while all is well
     * @param text the last failure in one line, empty if there was none
     */
    public record Store(@Nullable Instant failingSince, String text) {}

    /**
     * The configuration in force.
     *
     * @param loadedAt when it came into force
     * @param lastRejected the last one that was refused since; null if there was none
     */
    public record Config(Instant loadedAt, @Nullable Rejected lastRejected) {}

    /** A configuration that was refused. */
    public record Rejected(Instant at, String why) {}

    /** The serial of the innermost zone that holds a service's name. */
    Optional<ZoneSerial> zoneOf(String service) {
        return zones.stream()
                .filter(zone -> zone.holds(service))
                .max(Comparator.comparingInt(zone -> zone.zone().length()));
    }

    int outboxDepth() {
        return outboxes.stream().mapToInt(Outbox::depth).sum();
    }

    @Nullable
    Instant oldestAlert() {
        return outboxes.stream()
                .map(Outbox::oldest)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
