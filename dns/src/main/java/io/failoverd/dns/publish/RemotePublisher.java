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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
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
    private final Roster roster;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final Calls calls;
    private final HandBacks handBacks;
    private final Inquiry inquiry;
    private Surroundings.@Nullable Running thread;
    private volatile Duration handBackTime = Duration.ZERO;
    private volatile Function<String, Set<InetAddress>> leftAtEnd = _ -> Set.of();
    private volatile boolean handBackWanted = true;

    /** Rung when the publisher's thread has followed what it should keep. */
    private final Surroundings.Bell followed;

    private volatile Unsettled unsettled = Unsettled.NONE;

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
        this(name, provider, names, limits, around, listener, Unsettled.NONE);
    }

    /**
     * One that takes names over.
     *
     * @param known what is left of those that another publisher gave up at the same place
     */
    public RemotePublisher(
            String name,
            Provider provider,
            Collection<ManagedName> names,
            PublishLimits limits,
            Surroundings around,
            Consumer<PublishEvent> listener,
            Unsettled known) {
        this.name = name;
        this.provider = provider;
        this.limits = limits;
        this.around = around;
        this.listener = listener;
        this.bell = around.bell();
        this.followed = around.bell();
        this.roster = new Roster(name, provider, limits, around, this::tell);
        roster.want(names, known);
        this.calls = new Calls(name, provider, limits, around, bell, this::stillWanted);
        this.handBacks = new HandBacks(name, provider, calls, limits, around, () -> handBackWanted);
        this.inquiry = new Inquiry(name, provider, calls);
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

    /**
     * From now on keeps these names. What was ours in a name stays ours until it is off; a name that goes is left as it is.
     *
     * @param known what is left of those among them that another publisher gave up at the same place
     */
    public void manage(Collection<ManagedName> names, Unsettled known) {
        roster.want(names, known);
        bell.ring();
    }

    /**
     * Keeps these names only, and waits until nothing is sent for the others any more.
     *
     * @return what is left of those
     */
    public Unsettled giveUpAllBut(Collection<ManagedName> names, Duration atMost) {
        roster.takeGivenUp();
        manage(names, Unsettled.NONE);
        Duration end = around.now().plus(atMost);
        while (state.get() == State.RUNNING
                && !roster.followed()
                && around.now().compareTo(end) < 0) {
            followed.await(end);
        }
        return roster.takeGivenUp();
    }

    /** What is left of its names once it is closed; nothing is known of a publisher that did not stop in time. */
    public Unsettled unsettled() {
        return unsettled;
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
        if (roster.wanted(desired.name()) == null) {
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
        ManagedName kept = roster.wanted(desired.name());
        if (refused != null || kept == null) {
            return new PublishPlan.Refused(String.valueOf(refused));
        }
        return inquiry.plan(desired, kept);
    }

    /**
     * What {@link #handBack} would write, by one read in the caller's thread, which it blocks for at most
     * {@link PublishLimits#callDeadline}. Needs no {@link #start}; writes nothing.
     *
     * @param leave addresses that stay as they are
     */
    public HandBack planHandBack(String service, Set<InetAddress> leave) {
        return handBacks.plan(service, roster.wanted(service), leave);
    }

    /**
     * Leaves a name to the target's own health checks, by calls in the caller's thread, which it blocks for about
     * {@code atMost} at the longest. Needs no {@link #start}; a publisher that runs takes it all back at its next look.
     *
     * @param leave addresses that stay as they are
     */
    public HandBack handBack(String service, Set<InetAddress> leave, Duration atMost) {
        return handBacks.one(service, roster.wanted(service), leave, atMost);
    }

    /**
     * Leaves all its names to the target's own health checks, those of one domain one after the other, and blocks until that
     * is done or {@code atMost} has passed. For a publisher that was not started.
     *
     * @param leave which addresses of a service stay as they are; a name of which all do is not looked at
     * @param told of each name, by the thread that did it
     */
    public void handBackAll(
            Function<String, Set<InetAddress>> leave, Duration atMost, BiConsumer<String, HandBack> told) {
        handBacks.all(roster.wanted(), roster.inherited(), leave, atMost, (service, outcome) -> {
            EventLog.log(LOG, name, service, outcome);
            told.accept(service, outcome);
        });
    }

    /** Nobody wants anything handed back any more: what is doing it sends nothing new. Any thread. */
    public void leaveHandBack() {
        handBackWanted = false;
    }

    /**
     * What the target's own health checks say of a service's addresses. Blocks its thread for a call of the quota, which
     * is the last to be served.
     */
    public HealthReading health(String service) {
        return inquiry.health(service, roster.wanted(service));
    }

    /** How it stands. Takes no lock. */
    public PublisherStatus status() {
        return new PublisherStatus(name, state.get() == State.RUNNING, calls.inFlight(), roster.statuses());
    }

    /** How one of its names stands; empty where it keeps none such, or was not told to yet. Takes no lock. */
    public Optional<NameStatus> status(String kept) {
        return roster.status(kept);
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
            unsettled = roster.inherited();
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
        roster.works().forEach(work -> work.publication().ended("the publisher has stopped"));
        Unsettled known = roster.unsettled();
        unsettled = known;
        handBacks.all(
                roster.works().stream().map(NameWork::name).toList(),
                known,
                leftAtEnd,
                handBackTime,
                (service, outcome) -> EventLog.log(LOG, name, service, outcome));
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
        Duration now = around.now();
        if (roster.follow(calls, inbox, now)) {
            followed.ring();
        }
        for (Inbox.Letter letter : inbox.take()) {
            NameWork work = roster.work(letter.desired().name());
            if (work == null) {
                letter.outcome()
                        .accept(new PublishOutcome.Refused(
                                letter.desired().generation(), "publisher " + name + " keeps this name no longer"));
            } else {
                work.asked(letter.desired(), letter.outcome(), now);
                calls.abandonUnlessWanted(work);
                roster.changed(work);
            }
        }
        calls.collect(now, roster::changed);
        for (NameWork work : roster.agenda().alarms(now)) {
            work.alarm();
            roster.changed(work);
        }
        Duration wake = now.plus(LONGEST_SLEEP);
        for (Agenda.Item item : roster.agenda().ready(now)) {
            Calls.Verdict verdict = calls.start(item, now);
            switch (verdict) {
                case Calls.Started _ -> roster.changed(item.work());
                case Calls.NotBefore notBefore -> wake = earlier(wake, notBefore.at());
                case Calls.WhenACallEnds _ -> {}
            }
        }
        Duration next = roster.agenda()
                .next()
                .map(each -> earlier(each, calls.nextDeadline()))
                .orElse(calls.nextDeadline());
        return earlier(wake, next);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
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
