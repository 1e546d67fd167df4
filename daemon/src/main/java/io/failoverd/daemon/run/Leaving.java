package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Destination;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Surroundings;
import io.failoverd.dns.publish.Unsettled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names that a reload took from a publisher, on their way to the target's own health checks. Begun and ended by
 * {@link Publishers}; has a virtual thread of its own, which blocks in the calls and says what came of each name.
 */
final class Leaving {
    /** The daemon lives on, so that a target which is away for a moment gets another try; at a stop there is less time. */
    static final Duration AT_MOST = Duration.ofMinutes(2);

    private final GivenUp from;
    private final List<ManagedName> names;
    private final Set<Destination> places;
    private final RemotePublisher publisher;
    private final Thread thread;

    private Leaving(
            GivenUp from,
            Map<ManagedName, Set<InetAddress>> stay,
            Surroundings around,
            BiConsumer<String, HandBack> told) {
        this.from = from;
        this.names = List.copyOf(stay.keySet());
        this.places = names.stream()
                .flatMap(name -> Destination.of(from.settings().target(), name).stream())
                .collect(Collectors.toSet());
        this.publisher = new RemotePublisher(
                from.settings().name(),
                from.providers().get(),
                names,
                from.settings().limits(),
                around,
                _ -> {},
                from.unsettled());
        Map<String, Set<InetAddress>> byService = stay.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().name(), Map.Entry::getValue));
        Function<String, Set<InetAddress>> leave = service -> byService.getOrDefault(service, Set.of());
        this.thread = Thread.ofVirtual()
                .name("hand-back-" + from.settings().name())
                .start(() -> {
                    try {
                        publisher.handBackAll(leave, AT_MOST, told);
                    } finally {
                        publisher.close();
                    }
                });
    }

    /**
     * Begins at once.
     *
     * @param stay the names, each with the addresses that stay as they are
     * @param told of each name; on a thread of its own
     */
    static Leaving begin(
            GivenUp from,
            Map<ManagedName, Set<InetAddress>> stay,
            Surroundings around,
            BiConsumer<String, HandBack> told) {
        return new Leaving(from, stay, around, told);
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    /** Whether it writes to one of these. */
    boolean concerns(Set<Destination> kept) {
        return !isOver() && !Collections.disjoint(places, kept);
    }

    /** Ends it early, and waits for that; what is left of its names, those that were handed back among them. */
    GivenUp end(Duration atMost) {
        publisher.leaveHandBack();
        thread.interrupt();
        Unsettled unsettled = await(atMost) ? publisher.unsettled() : Unsettled.NONE;
        return new GivenUp(from.settings(), from.providers(), true, names, from.held(), unsettled, from.out());
    }

    /** Waits for its end; whether it has come. */
    boolean await(Duration atMost) {
        try {
            return thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
