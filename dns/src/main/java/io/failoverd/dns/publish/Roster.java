package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which names a publisher keeps, and the work of each. Which those should be is told by any thread, and followed by the
 * publisher's thread at its next turn; the works are that thread's alone.
 */
final class Roster {
    private final String publisher;
    private final Provider provider;
    private final PublishLimits limits;
    private final Surroundings around;
    private final Consumer<PublishEvent> events;
    private final AtomicReference<Map<String, ManagedName>> wanted = new AtomicReference<>(Map.of());
    private final AtomicReference<Unsettled> inherited = new AtomicReference<>(Unsettled.NONE);
    private final ConcurrentSkipListMap<String, NameStatus> statuses = new ConcurrentSkipListMap<>();

    /** Names that were given up, for whoever asks once; bounded by the names that one call took away. */
    private final AtomicReference<Unsettled> givenUp = new AtomicReference<>(Unsettled.NONE);

    private volatile Map<String, ManagedName> adopted = Map.of();

    // The publisher's thread's own.
    private final Map<String, NameWork> works = new LinkedHashMap<>();
    private final Agenda agenda = new Agenda();

    Roster(
            String publisher,
            Provider provider,
            PublishLimits limits,
            Surroundings around,
            Consumer<PublishEvent> events) {
        this.publisher = publisher;
        this.provider = provider;
        this.limits = limits;
        this.around = around;
        this.events = events;
    }

    /** From now on these; {@code known} of those that are new. Any thread. */
    void want(Collection<ManagedName> names, Unsettled known) {
        var all = new TreeMap<String, ManagedName>();
        names.forEach(each -> all.put(each.name(), each));
        if (all.size() > limits.maxNames()) {
            throw new IllegalArgumentException(
                    "publisher " + publisher + " has " + all.size() + " names, more than " + limits.maxNames());
        }
        inherited.updateAndGet(before -> before.and(known));
        wanted.set(all);
    }

    @Nullable
    ManagedName wanted(String service) {
        return wanted.get().get(service);
    }

    Collection<ManagedName> wanted() {
        return wanted.get().values();
    }

    /** Whether the publisher's thread has followed. Any thread. */
    boolean followed() {
        return adopted.equals(wanted.get());
    }

    /** What is left of the names that were given up since the last call. Any thread. */
    Unsettled takeGivenUp() {
        return givenUp.getAndSet(Unsettled.NONE);
    }

    /** Of a publisher that was never started: what it was told. */
    Unsettled inherited() {
        return inherited.get();
    }

    List<NameStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    Optional<NameStatus> status(String kept) {
        return Optional.ofNullable(statuses.get(kept));
    }

    @Nullable
    NameWork work(String kept) {
        return works.get(kept);
    }

    Collection<NameWork> works() {
        return works.values();
    }

    Agenda agenda() {
        return agenda;
    }

    /** Of all its names; by the publisher's thread, at its end. */
    Unsettled unsettled() {
        var all = new LinkedHashMap<String, Unsettled.Name>();
        works.forEach((kept, work) -> all.put(kept, work.given()));
        return new Unsettled(all);
    }

    /** Follows {@link #want}; whether there was anything to follow. */
    boolean follow(Calls calls, Inbox inbox, Duration now) {
        Map<String, ManagedName> next = wanted.get();
        if (next.equals(adopted)) {
            return false;
        }
        var gone = new LinkedHashMap<String, Unsettled.Name>();
        for (NameWork work : List.copyOf(works.values())) {
            String kept = work.name().name();
            if (!next.containsKey(kept)) {
                giveUp(kept, work, calls, inbox);
                gone.put(kept, work.given());
            }
        }
        givenUp.updateAndGet(before -> before.and(new Unsettled(gone)));
        Unsettled known = inherited.getAndSet(Unsettled.NONE);
        for (ManagedName each : next.values()) {
            NameWork work = works.get(each.name());
            if (work == null) {
                work = new NameWork(each, provider, limits, around, events, known.of(each.name()));
                works.put(each.name(), work);
            } else {
                work.managed(each, now);
                calls.abandonUnlessWanted(work);
            }
            changed(work);
        }
        adopted = next;
        return true;
    }

    private void giveUp(String kept, NameWork work, Calls calls, Inbox inbox) {
        works.remove(kept);
        work.publication().ended("publisher " + publisher + " keeps this name no longer");
        calls.abandon(work);
        agenda.remove(work);
        statuses.remove(kept);
        inbox.forget(kept);
    }

    /** What is to be done next about a name may be something else than before. */
    void changed(NameWork work) {
        agenda.update(work);
        statuses.put(work.name().name(), work.status());
    }
}
