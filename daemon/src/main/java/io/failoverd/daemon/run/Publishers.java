package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Destination;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.keys.KeyRead;
import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Surroundings;
import io.failoverd.dns.publish.Unsettled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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

        /** What came of leaving a name, which a reload took from a publisher, to the target's own health checks. */
        void handedBack(String publisher, String service, HandBack outcome);
    }

    /** A publisher itself waits no longer than its grace for a stop. */
    private static final Duration CLOSE_WITHIN =
            PublishLimits.DEFAULT.stopGrace().plusSeconds(2);

    /**
     * A reading, a write and a reading of each name; and where a write was not answered, until it can come to pass no
     * more. A unit's stop has 45 s for everything.
     */
    private static final Duration HAND_BACK = Duration.ofSeconds(20);

    /** @param settings as the configuration has them, and with what its host names have */
    private record Running(
            PublisherSettings configured,
            PublisherSettings settings,
            Supplier<Provider> providers,
            RemotePublisher publisher,
            Set<String> names) {}

    /**
     * Publishers of one configuration that are ready and not yet in force; their secrets could be read.
     *
     * @param providers made where they are needed, since those of publishers that go on are not
     */
    record Prepared(Map<String, Supplier<Provider>> providers, List<PublisherSettings> settings) {}

    private final Listener listener;
    private final Function<String, Set<InetAddress>> keptOut;
    private final NamedAddresses named;

    /** One clock for all of them: names go from one publisher to another. */
    private final Surroundings around = Surroundings.system();

    private volatile SortedMap<String, Running> running = Collections.emptySortedMap();

    /** Bounded by the publishers of the configurations of {@link Leaving#AT_MOST}. */
    private final List<Leaving> leaving = new ArrayList<>();

    /**
     * None yet.
     *
     * @param keptOut the addresses of a service that stay out when its name is handed back; asked at the end
     * @param named the addresses that the host names of a service have
     */
    Publishers(Listener listener, Function<String, Set<InetAddress>> keptOut, NamedAddresses named) {
        this.listener = listener;
        this.keptOut = keptOut;
        this.named = named;
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
     * Starts what is new, stops what is gone, and leaves what is as it was. Waits for writes that are on their way; what
     * nobody keeps any more is handed back, where that is wanted, by threads that nobody waits for.
     *
     * @return the services with a publisher that has not heard of them
     */
    synchronized Set<String> replace(Prepared prepared) {
        SortedMap<String, Running> before = running;
        Map<String, PublisherSettings> next = new TreeMap<>();
        Map<String, PublisherSettings> configured = new HashMap<>();
        prepared.settings().forEach(each -> {
            configured.put(each.name(), each);
            next.put(each.name(), named.with(each));
        });
        Map<String, Provider> made = new HashMap<>();
        next.forEach((name, settings) -> {
            if (!goesOn(before.get(name), settings)) {
                made.put(name, provider(prepared, name).get());
            }
        });
        Set<Destination> kept = new HashSet<>();
        next.values().forEach(each -> kept.addAll(Destination.of(each)));
        // The old one of a name stops before the new one begins: two would undo each other's writes.
        List<GivenUp> given = giveUp(before, next, kept);

        SortedMap<String, Running> after = new TreeMap<>();
        Set<String> untold = new TreeSet<>();
        next.forEach((name, settings) -> {
            PublisherSettings written = Objects.requireNonNull(configured.get(name));
            Set<String> names = settings.names().stream().map(ManagedName::name).collect(Collectors.toSet());
            Unsettled known = GivenUp.unsettled(given, settings);
            @Nullable Provider provider = made.get(name);
            @Nullable Running present = before.get(name);
            if (provider == null && present != null) {
                present.publisher().manage(settings.names(), known);
                names.stream().filter(each -> !present.names().contains(each)).forEach(untold::add);
                after.put(name, new Running(written, settings, provider(prepared, name), present.publisher(), names));
            } else if (provider != null) {
                RemotePublisher started = publisher(settings, provider, known);
                started.start();
                untold.addAll(names);
                after.put(name, new Running(written, settings, provider(prepared, name), started, names));
            }
        });
        running = Collections.unmodifiableSortedMap(after);
        handBack(given, kept);
        return untold;
    }

    /**
     * The addresses of host names are others: those that came are ours to change, those that went until they are out.
     * Returns at once: stopping and starting publishers holds the same lock for seconds.
     *
     * @param then what is to be done after it
     */
    void readdress(Runnable then) {
        Thread.ofVirtual().name("readdress-publishers").start(() -> {
            readdress();
            then.run();
        });
    }

    private synchronized void readdress() {
        SortedMap<String, Running> after = new TreeMap<>();
        running.forEach((name, each) -> {
            PublisherSettings next = named.with(each.configured());
            if (!next.equals(each.settings())) {
                each.publisher().manage(next.names(), Unsettled.NONE);
            }
            after.put(name, new Running(each.configured(), next, each.providers(), each.publisher(), each.names()));
        });
        running = Collections.unmodifiableSortedMap(after);
    }

    /** Those in force, with what their host names have. */
    List<PublisherSettings> settings() {
        return running.values().stream().map(Running::settings).toList();
    }

    private static Supplier<Provider> provider(Prepared prepared, String name) {
        return Objects.requireNonNull(prepared.providers().get(name));
    }

    /** What no publisher keeps any more after this, or another one does; nothing is sent for it once this returns. */
    private List<GivenUp> giveUp(
            SortedMap<String, Running> before, Map<String, PublisherSettings> next, Set<Destination> kept) {
        var given = Collections.synchronizedList(new ArrayList<GivenUp>());
        List<Leaving> over =
                leaving.stream().filter(each -> each.concerns(kept)).toList();
        leaving.removeIf(each -> over.contains(each) || each.isOver());
        var tasks = new ArrayList<Runnable>();
        over.forEach(each -> tasks.add(() -> given.add(each.end(CLOSE_WITHIN))));
        before.forEach((name, old) -> {
            @Nullable PublisherSettings now = next.get(name);
            Map<String, RecordSet> held = held(old);
            if (!goesOn(old, now)) {
                tasks.add(() -> {
                    old.publisher().close();
                    given.add(given(
                            old,
                            now,
                            old.settings().names(),
                            held,
                            old.publisher().unsettled()));
                });
                return;
            }
            Set<String> names = now == null
                    ? Set.of()
                    : now.names().stream().map(ManagedName::name).collect(Collectors.toSet());
            Map<Boolean, List<ManagedName>> stay = old.settings().names().stream()
                    .collect(Collectors.partitioningBy(each -> names.contains(each.name())));
            List<ManagedName> gone = stay.getOrDefault(false, List.of());
            if (!gone.isEmpty()) {
                tasks.add(() -> {
                    Unsettled left = old.publisher().giveUpAllBut(stay.getOrDefault(true, List.of()), CLOSE_WITHIN);
                    given.add(given(old, now, gone, held, left));
                });
            }
        });
        atOnce(tasks, CLOSE_WITHIN.plusSeconds(1));
        return List.copyOf(given);
    }

    /** @param now the publisher of that name after this; null: there is none */
    private GivenUp given(
            Running old,
            @Nullable PublisherSettings now,
            List<ManagedName> names,
            Map<String, RecordSet> held,
            Unsettled unsettled) {
        PublisherTarget was = old.settings().target();
        // The newest word of whoever wrote the configuration.
        PublisherTarget said = now != null && now.target().kind().equals(was.kind()) ? now.target() : was;
        Map<String, Set<InetAddress>> out = new HashMap<>();
        names.forEach(name -> out.put(name.name(), keptOut.apply(name.name())));
        return new GivenUp(old.settings(), old.providers(), said.handsBack(), names, held, unsettled, out);
    }

    private static Map<String, RecordSet> held(Running old) {
        Map<String, RecordSet> held = new HashMap<>();
        for (String name : old.names()) {
            old.publisher().status(name).flatMap(NameStatus::held).ifPresent(records -> held.put(name, records));
        }
        return held;
    }

    private void handBack(List<GivenUp> given, Set<Destination> kept) {
        for (GivenUp each : given) {
            String publisher = each.settings().name();
            Map<ManagedName, Set<InetAddress>> stay = each.toHandBack(kept);
            if (!stay.isEmpty()) {
                leaving.add(Leaving.begin(
                        each, stay, around, (service, outcome) -> listener.handedBack(publisher, service, outcome)));
            }
        }
    }

    /** Whether a publisher goes on: the names that it keeps may change while it runs. */
    private static boolean goesOn(@Nullable Running old, @Nullable PublisherSettings now) {
        return old != null
                && now != null
                && old.settings().target().written().equals(now.target().written())
                && old.settings().driftInterval().equals(now.driftInterval())
                && old.settings().repairDrift() == now.repairDrift();
    }

    private RemotePublisher publisher(PublisherSettings settings, Provider provider, Unsettled known) {
        var floors = new TtlFloors(settings.name());
        var self = new AtomicReference<RemotePublisher>();
        var publisher = new RemotePublisher(
                settings.name(),
                provider,
                settings.names(),
                settings.limits(),
                around,
                event -> {
                    listener.told(settings.name(), event);
                    floors.told(event, name -> Optional.ofNullable(self.get()).flatMap(one -> one.status(name)));
                },
                known);
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
        boolean handsBack = last.values().stream().anyMatch(Publishers::handsBack);
        var tasks = new ArrayList<Runnable>();
        for (Running each : last.values()) {
            tasks.add(() -> {
                if (handsBack(each)) {
                    each.publisher().closeAndHandBack(keptOut, HAND_BACK);
                } else {
                    each.publisher().close();
                }
            });
        }
        for (Leaving each : leaving) {
            tasks.add(() -> {
                if (!each.await(HAND_BACK)) {
                    each.end(CLOSE_WITHIN);
                }
            });
        }
        boolean longer = handsBack || !leaving.isEmpty();
        atOnce(tasks, longer ? CLOSE_WITHIN.plus(HAND_BACK) : CLOSE_WITHIN);
        leaving.clear();
    }

    private static boolean handsBack(Running each) {
        return each.settings().target().handsBack();
    }

    /** Each of them waits for writes that are on their way. */
    private static void atOnce(List<Runnable> tasks, Duration within) {
        List<Thread> running = tasks.stream()
                .map(each -> Thread.ofVirtual().name("stop-publishing").start(each))
                .toList();
        for (Thread thread : running) {
            try {
                thread.join(within);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
