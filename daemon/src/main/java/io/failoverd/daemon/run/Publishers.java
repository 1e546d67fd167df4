package io.failoverd.daemon.run;

import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.keys.KeyRead;
import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Surroundings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The publishers to remote targets, as the configuration in force has them. {@link #publish} is called on the engine's
 * loop and {@link #status} from anywhere: neither waits. What is started here is stopped here.
 */
final class Publishers implements AutoCloseable {
    /** Is told on a publisher's thread, and must return at once. */
    interface Listener {
        void told(String publisher, PublishEvent event);
    }

    /** A publisher itself waits no longer than its grace for a stop. */
    private static final Duration CLOSE_WITHIN =
            PublishLimits.DEFAULT.stopGrace().plusSeconds(2);

    /**
     * A reading, a write and a reading of each name; and where a write was not answered, until it can come to pass no
     * more. A unit's stop has 45 s for everything.
     */
    private static final Duration HAND_BACK = Duration.ofSeconds(20);

    private record Running(PublisherSettings settings, RemotePublisher publisher, Set<String> names) {}

    /**
     * Publishers of one configuration that are ready and not yet in force; their secrets could be read.
     *
     * @param providers made where they are needed, since those of publishers that go on are not
     */
    record Prepared(Map<String, Supplier<Provider>> providers, List<PublisherSettings> settings) {}

    private final Listener listener;
    private final Function<String, Set<InetAddress>> keptOut;
    private volatile SortedMap<String, Running> running = Collections.emptySortedMap();

    /**
     * None yet.
     *
     * @param keptOut the addresses of a service that stay out when its name is handed back; asked at the end
     */
    Publishers(Listener listener, Function<String, Set<InetAddress>> keptOut) {
        this.listener = listener;
        this.keptOut = keptOut;
    }

    /**
     * Reads the secrets that the publishers of a configuration need.
     *
     * @param problems takes what cannot be read or used
     */
    static Prepared prepare(List<PublisherSettings> settings, SecretReader reader, List<String> problems) {
        var providers = new HashMap<String, Supplier<Provider>>();
        for (PublisherSettings each : settings) {
            switch (Providers.of(each, reader)) {
                case KeyRead.Usable<Supplier<Provider>> usable -> providers.put(each.name(), usable.key());
                case KeyRead.Unusable<Supplier<Provider>> unusable ->
                    problems.add("publishers: " + each.name() + ": " + unusable.why());
            }
        }
        return new Prepared(providers, settings);
    }

    /**
     * Starts what is new, stops what is gone, and leaves what is as it was. Waits for writes that are on their way.
     *
     * @return the services with a publisher that has not heard of them
     */
    synchronized Set<String> replace(Prepared prepared) {
        SortedMap<String, Running> before = running;
        SortedMap<String, Running> next = new TreeMap<>();
        Set<String> untold = new TreeSet<>();
        for (PublisherSettings settings : prepared.settings()) {
            Set<String> names = settings.names().stream().map(ManagedName::name).collect(Collectors.toSet());
            @Nullable Running present = before.get(settings.name());
            if (present != null && same(present.settings(), settings)) {
                present.publisher().manage(settings.names());
                next.put(settings.name(), new Running(settings, present.publisher(), names));
                names.stream().filter(name -> !present.names().contains(name)).forEach(untold::add);
            } else {
                next.put(settings.name(), new Running(settings, publisher(settings, prepared), names));
                untold.addAll(names);
            }
        }
        // The old one of a name stops before the new one begins: two would undo each other's writes.
        close(before.entrySet().stream()
                .filter(old -> {
                    Running now = next.get(old.getKey());
                    return now == null || now.publisher() != old.getValue().publisher();
                })
                .map(old -> old.getValue().publisher())
                .toList());
        next.forEach((name, now) -> {
            Running old = before.get(name);
            if (old == null || old.publisher() != now.publisher()) {
                now.publisher().start();
            }
        });
        running = Collections.unmodifiableSortedMap(next);
        return untold;
    }

    /** Whether a publisher goes on: the names that it keeps may change while it runs. */
    private static boolean same(PublisherSettings one, PublisherSettings other) {
        return one.target().equals(other.target())
                && one.driftInterval().equals(other.driftInterval())
                && one.repairDrift() == other.repairDrift();
    }

    private RemotePublisher publisher(PublisherSettings settings, Prepared prepared) {
        var floors = new TtlFloors(settings.name());
        var self = new AtomicReference<RemotePublisher>();
        var publisher = new RemotePublisher(
                settings.name(),
                Objects.requireNonNull(prepared.providers().get(settings.name()))
                        .get(),
                settings.names(),
                settings.limits(),
                Surroundings.system(),
                event -> {
                    listener.told(settings.name(), event);
                    floors.told(event, name -> Optional.ofNullable(self.get()).flatMap(known -> known.status(name)));
                });
        self.set(publisher);
        return publisher;
    }

    /** Tells every publisher that keeps the name. What comes of it, the listener hears. */
    void publish(DesiredRecords desired) {
        running.values().stream()
                .filter(each -> each.names().contains(desired.name()))
                .forEach(each -> each.publisher().publish(desired));
    }

    List<PublisherStatus> status() {
        return running.values().stream().map(each -> each.publisher().status()).toList();
    }

    /** What a publisher's target says of a service by its own health checks. Blocks for a call. */
    HealthReading health(String publisher, String service) {
        @Nullable Running of = running.get(publisher);
        return of == null
                ? new HealthReading.Unknown(
                        new Failure(FailureClass.CONFIG, "gone", "publisher " + publisher + " is not configured"))
                : of.publisher().health(service);
    }

    /** What a publisher would do for a service, and what it is called. */
    record Planned(String publisher, String service, PublishPlan plan) {}

    /**
     * What each publisher would do for a decision, by a read of its target. Waits for those, one after the other.
     *
     * @param inTime whether there is time for another read
     */
    List<Planned> plan(DesiredRecords desired, BooleanSupplier inTime) {
        var planned = new ArrayList<Planned>();
        running.forEach((name, each) -> {
            if (each.names().contains(desired.name())) {
                PublishPlan plan = inTime.getAsBoolean()
                        ? each.publisher().plan(desired)
                        : new PublishPlan.Refused("not asked in time; name this service alone");
                planned.add(new Planned(name, desired.name(), plan));
            }
        });
        return planned;
    }

    @Override
    public synchronized void close() {
        SortedMap<String, Running> last = running;
        running = Collections.emptySortedMap();
        List<RemotePublisher> publishers =
                last.values().stream().map(Running::publisher).toList();
        Set<String> handsBack = last.values().stream()
                .map(Running::settings)
                .filter(settings -> settings.target().handsBack())
                .map(PublisherSettings::name)
                .collect(Collectors.toSet());
        close(
                publishers,
                each -> {
                    if (handsBack.contains(each.name())) {
                        each.closeAndHandBack(keptOut, HAND_BACK);
                    } else {
                        each.close();
                    }
                },
                handsBack.isEmpty() ? CLOSE_WITHIN : CLOSE_WITHIN.plus(HAND_BACK));
    }

    private static void close(List<RemotePublisher> publishers) {
        close(publishers, RemotePublisher::close, CLOSE_WITHIN);
    }

    /** All at once, since each waits for a write that is on its way. */
    private static void close(List<RemotePublisher> publishers, Consumer<RemotePublisher> how, Duration within) {
        List<Thread> closing = publishers.stream()
                .map(each -> Thread.ofVirtual().name("close-" + each.name()).start(() -> how.accept(each)))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join(within);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
