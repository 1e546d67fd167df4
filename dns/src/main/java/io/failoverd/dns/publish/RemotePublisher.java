package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.Publisher;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.WantedRecords;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to one target through its {@link Provider}. {@link #publish} and {@link #status} may be called from any
 * thread and never wait; one thread of the publisher's own decides, and each call to the target has another. Publishers
 * share nothing. The target is never told to answer nothing, and never for an older generation than was asked for.
 */
public final class RemotePublisher implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePublisher.class);

    /** Loading an SDK's classes and making its first connection take seconds in a young JVM. */
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    /** How long to rest after a bug, so that it cannot spin. */
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

    /** How long the publisher's thread sleeps where nothing is due. */
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

    private final String name;
    private final Provider provider;
    private final PublishLimits limits;
    private final Surroundings around;
    private final Consumer<PublishEvent> listener;
    private final Surroundings.Bell bell;
    private final Inbox inbox = new Inbox();
    private final ConcurrentSkipListMap<String, NameStatus> statuses = new ConcurrentSkipListMap<>();
    private final AtomicReference<Map<String, ManagedName>> managed;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final Calls calls;
    private final HandBacks handBacks;
    private Surroundings.@Nullable Running thread;
    private volatile Duration handBackTime = Duration.ZERO;
    private volatile Function<String, Set<InetAddress>> leftAtEnd = _ -> Set.of();

    // The publisher's thread's own.
    private final Map<String, NameWork> works = new LinkedHashMap<>();
    private final Agenda agenda = new Agenda();
    private Map<String, ManagedName> adopted = Map.of();

    private enum State {
        NEW,
        RUNNING,
        STOPPING,
        STOPPED
    }

    /**
     * A publisher that does nothing before {@link #start}.
     *
     * @param name in status, logs and metrics
     * @param names to keep, at most {@link PublishLimits#maxNames}
     * @param listener told on the publisher's thread; it must not wait
     */
    public RemotePublisher(
            String name,
            Provider provider,
            Collection<ManagedName> names,
            PublishLimits limits,
            Surroundings around,
            Consumer<PublishEvent> listener) {
        this.name = name;
        this.provider = provider;
        this.limits = limits;
        this.around = around;
        this.listener = listener;
        this.bell = around.bell();
        this.managed = new AtomicReference<>(byName(names));
        this.calls = new Calls(name, provider, limits, around, bell, this::stillWanted);
        this.handBacks = new HandBacks(name, provider, calls, limits, around);
    }

    private Map<String, ManagedName> byName(Collection<ManagedName> names) {
        var all = new TreeMap<String, ManagedName>();
        names.forEach(each -> all.put(each.name(), each));
        if (all.size() > limits.maxNames()) {
            throw new IllegalArgumentException(
                    "publisher " + name + " has " + all.size() + " names, more than " + limits.maxNames());
        }
        return all;
    }

    @Override
    public String name() {
        return name;
    }

    /** Starts the publisher's thread and warms the provider up. Once. */
    public void start() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("publisher " + name + " was started before");
        }
        around.start("publisher-" + name + "-warm-up", () -> calls.warmUp(WARM_UP));
        thread = around.start("publisher-" + name, this::run);
    }

    /** From now on keeps these names. What was ours in a name stays ours until it is off; a name that goes is left as it is. */
    public void manage(Collection<ManagedName> names) {
        managed.set(byName(names));
        bell.ring();
    }

    @Override
    public Future<PublishOutcome> publish(DesiredRecords desired) {
        String refused = refusal(desired);
        if (refused != null) {
            return Future.succeededFuture(new PublishOutcome.Refused(desired.generation(), refused));
        }
        if (state.get() == State.STOPPING || state.get() == State.STOPPED) {
            return Future.succeededFuture(stopped(desired.generation()));
        }
        Promise<PublishOutcome> promise = Promise.promise();
        Context caller = Vertx.currentContext();
        inbox.put(new Inbox.Letter(
                desired,
                caller == null
                        ? promise::tryComplete
                        : outcome -> caller.runOnContext(_ -> promise.tryComplete(outcome))));
        bell.ring();
        if (state.get() == State.STOPPED) {
            refuseWaiting();
        }
        return promise.future();
    }

    private @Nullable String refusal(DesiredRecords desired) {
        if (!managed.get().containsKey(desired.name())) {
            return "publisher " + name + " does not keep " + desired.name();
        }
        return desired.common().addresses().isEmpty()
                ? "a remote target is never told to answer nothing for " + desired.name()
                : null;
    }

    /**
     * What it would do for a decision, by one read in the caller's thread, which it blocks for at most
     * {@link PublishLimits#callDeadline}. Needs no {@link #start}; writes nothing.
     */
    public PublishPlan plan(DesiredRecords desired) {
        String refused = refusal(desired);
        ManagedName kept = managed.get().get(desired.name());
        if (refused != null || kept == null) {
            return new PublishPlan.Refused(String.valueOf(refused));
        }
        WantedRecords wanted = WantedRecords.of(desired, kept);
        return switch (calls.read(kept)) {
            case Reading.Unknown unknown -> new PublishPlan.Unknown(unknown.why());
            case Reading.Known known ->
                PublishPlan.Changes.of(
                        RecordDiff.between(
                                known.records(),
                                wanted,
                                new LinkedHashSet<>(kept.addresses()),
                                provider.traits().maxWeight(),
                                provider.control()),
                        known.records(),
                        kept.ttl());
        };
    }

    /**
     * What {@link #handBack} would write, by one read in the caller's thread, which it blocks for at most
     * {@link PublishLimits#callDeadline}. Needs no {@link #start}; writes nothing.
     *
     * @param leave addresses that stay as they are
     */
    public HandBack planHandBack(String service, Set<InetAddress> leave) {
        return handBacks.plan(service, managed.get().get(service), leave);
    }

    /**
     * Leaves a name to the target's own health checks, by calls in the caller's thread, which it blocks for about
     * {@code atMost} at the longest. Needs no {@link #start}; a publisher that runs takes it all back at its next look.
     *
     * @param leave addresses that stay as they are
     */
    public HandBack handBack(String service, Set<InetAddress> leave, Duration atMost) {
        return handBacks.one(service, managed.get().get(service), leave, atMost);
    }

    /**
     * What the target's own health checks say of a service's addresses. Blocks its thread for a call of the quota, which
     * is the last to be served.
     */
    public HealthReading health(String service) {
        ManagedName kept = managed.get().get(service);
        if (kept == null || !(provider instanceof HealthSource source)) {
            return new HealthReading.Unknown(new Failure(
                    FailureClass.CONFIG, "no-health", "publisher " + name + " hears no health checks of " + service));
        }
        return calls.health(source, kept);
    }

    /** How it stands. Takes no lock. */
    public PublisherStatus status() {
        return new PublisherStatus(
                name,
                state.get() == State.RUNNING,
                calls.inFlight(),
                statuses.values().stream().toList());
    }

    /** How one of its names stands; empty where it keeps none such, or was not told to yet. Takes no lock. */
    public Optional<NameStatus> status(String kept) {
        return Optional.ofNullable(statuses.get(kept));
    }

    /** Stops: nothing new is sent; waits for writes on their way, at most {@link PublishLimits#stopGrace}. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Stops, and then leaves all names to the target's own health checks, as far as it has any.
     *
     * @param leave which addresses of a service stay as they are, since somebody wants them out; asked at the end
     * @param handBackWithin how long that may take beside the stop
     */
    public void closeAndHandBack(Function<String, Set<InetAddress>> leave, Duration handBackWithin) {
        leftAtEnd = leave;
        handBackTime = handBackWithin;
        close(handBackWithin);
    }

    private void close(Duration more) {
        State before = state.getAndUpdate(
                now -> now == State.RUNNING ? State.STOPPING : now == State.NEW ? State.STOPPED : now);
        bell.ring();
        Surroundings.Running running = thread;
        if (before == State.NEW) {
            refuseWaiting();
            provider.close();
        } else if (running != null) {
            running.join(limits.stopGrace().plus(more).plusSeconds(1));
        }
    }

    private boolean stillWanted(String kept, long generation) {
        return state.get() == State.RUNNING && inbox.newest(kept) == generation;
    }

    private void run() {
        while (state.get() == State.RUNNING) {
            Duration next;
            try {
                next = turn();
            } catch (RuntimeException e) {
                LOG.error("a bug in publisher {}", name, e);
                next = around.now().plus(AFTER_A_BUG);
            }
            bell.await(next);
        }
        calls.end(around.now().plus(limits.stopGrace()));
        works.values().forEach(work -> work.publication().ended("the publisher has stopped"));
        handBacks.all(works.values(), leftAtEnd, handBackTime, LOG);
        provider.close();
        state.set(State.STOPPED);
        refuseWaiting();
    }

    private void refuseWaiting() {
        inbox.take()
                .forEach(letter ->
                        letter.outcome().accept(stopped(letter.desired().generation())));
    }

    private static PublishOutcome stopped(long generation) {
        return new PublishOutcome.Failed(
                generation, new Failure(FailureClass.TRANSIENT, "stopped", "the publisher has stopped"));
    }

    /** Does what is due; when there will be something again. */
    private Duration turn() {
        adopt();
        Duration now = around.now();
        for (Inbox.Letter letter : inbox.take()) {
            NameWork work = works.get(letter.desired().name());
            if (work == null) {
                letter.outcome()
                        .accept(new PublishOutcome.Refused(
                                letter.desired().generation(), "publisher " + name + " keeps this name no longer"));
            } else {
                work.asked(letter.desired(), letter.outcome(), now);
                calls.abandonUnlessWanted(work);
                changed(work);
            }
        }
        calls.collect(now, this::changed);
        for (NameWork work : agenda.alarms(now)) {
            work.alarm();
            changed(work);
        }
        Duration wake = now.plus(LONGEST_SLEEP);
        for (Agenda.Item item : agenda.ready(now)) {
            Calls.Verdict verdict = calls.start(item, now);
            switch (verdict) {
                case Calls.Started _ -> changed(item.work());
                case Calls.NotBefore notBefore -> wake = earlier(wake, notBefore.at());
                case Calls.WhenACallEnds _ -> {}
            }
        }
        Duration next =
                agenda.next().map(each -> earlier(each, calls.nextDeadline())).orElse(calls.nextDeadline());
        return earlier(wake, next);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Follows {@link #manage}. */
    private void adopt() {
        Map<String, ManagedName> wanted = managed.get();
        if (wanted.equals(adopted)) {
            return;
        }
        adopted = wanted;
        works.values().removeIf(work -> {
            String kept = work.name().name();
            boolean gone = !wanted.containsKey(kept);
            if (gone) {
                work.publication().ended("publisher " + name + " keeps this name no longer");
                calls.abandon(work);
                agenda.remove(work);
                statuses.remove(kept);
                inbox.forget(kept);
            }
            return gone;
        });
        for (ManagedName each : wanted.values()) {
            NameWork work = works.get(each.name());
            if (work == null) {
                work = new NameWork(each, provider, limits, around, this::tell);
                works.put(each.name(), work);
            } else {
                work.managed(each, around.now());
                calls.abandonUnlessWanted(work);
            }
            changed(work);
        }
    }

    private void changed(NameWork work) {
        agenda.update(work);
        statuses.put(work.name().name(), work.status());
    }

    private void tell(PublishEvent event) {
        EventLog.log(LOG, name, event);
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a bug in what listens to publisher {} lost {}", name, event, e);
        }
    }
}
