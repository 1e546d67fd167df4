package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one publisher: which may start, which are on their way, what came of them. One write for each domain at a
 * time; the quota and the places are taken by the most urgent first. But for {@link #read(ManagedName)}, {@link #warmUp} and
 * {@link #inFlight}, used by the publisher's thread only.
 */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /** What a call may be late by before it is cut off, so that its own account of the timeout arrives. */
    private static final Duration CUT_GRACE = Duration.ofMillis(250);

    /** Threads of calls that were cut off and do not end, for each place: beyond that no call starts. */
    private static final int MOST_THREADS_A_PLACE = 4;

    /** No deadline is near. */
    private static final Duration FAR = Duration.ofDays(3650);

    private static final Failure OWN_LIMIT =
            new Failure(FailureClass.THROTTLED, "own-limit", "all calls that callsPerSecond allows go to publications");

    /** Whether a call started. */
    sealed interface Verdict {}

    record Started() implements Verdict {}

    record NotBefore(Duration at) implements Verdict {}

    record WhenACallEnds() implements Verdict {}

    /** Whether a generation is still the newest that is wanted of a name. */
    interface Fence {
        boolean wants(String name, long generation);
    }

    private record Ended(Flight flight, Consumer<Duration> result) {}

    private final String publisher;
    private final Provider provider;
    private final PublishLimits limits;
    private final Surroundings around;
    private final Surroundings.Bell bell;
    private final Fence fence;
    private final TokenBucket bucket;
    private final Map<NameWork, Flight> flights = new LinkedHashMap<>();
    private final Set<String> domainsWritten = new HashSet<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** One entry for each thread that ends, at most {@link #MOST_THREADS_A_PLACE} for each place. */
    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

    Calls(
            String publisher,
            Provider provider,
            PublishLimits limits,
            Surroundings around,
            Surroundings.Bell bell,
            Fence fence) {
        this.publisher = publisher;
        this.provider = provider;
        this.limits = limits;
        this.around = around;
        this.bell = bell;
        this.fence = fence;
        this.bucket = new TokenBucket(
                provider.traits().callsPerSecond(), provider.traits().burst(), around.now());
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Starts a call, if there is room and quota for one of its urgency. */
    Verdict start(Agenda.Item item, Duration now) {
        NameWork work = item.work();
        Urgency urgency = item.urgency();
        int places = urgency == Urgency.FAILOVER
                ? limits.maxCalls()
                : limits.maxCalls() - Math.max(1, limits.maxCalls() / 4);
        if (flights.size() >= places || threads.get() >= limits.maxCalls() * MOST_THREADS_A_PLACE) {
            return new WhenACallEnds();
        }
        String domain = work.name().domain();
        if (item.want() instanceof Want.Write && domainsWritten.contains(domain)) {
            return new WhenACallEnds();
        }
        // The name servers are no part of the provider's quota.
        if (!(item.want() instanceof Want.Ask) && !bucket.take(urgency, now)) {
            return new NotBefore(bucket.availableAt(urgency, now));
        }
        String name = work.name().name();
        var flight = new Flight(
                work,
                item.want(),
                now.plus(limits.callDeadline()),
                around,
                () -> item.want() instanceof Want.Write write && fence.wants(name, write.generation()));
        flights.put(work, flight);
        inFlight.set(flights.size());
        if (item.want() instanceof Want.Write) {
            domainsWritten.add(domain);
        }
        work.started(now);
        ManagedName kept = work.name();
        threads.incrementAndGet();
        flight.runs(around.start("publisher-" + publisher + "-" + name, () -> {
            try {
                ended.add(new Ended(flight, call(flight, kept)));
            } finally {
                threads.decrementAndGet();
                bell.ring();
            }
        }));
        return new Started();
    }

    /** In a thread of its own: the call, and what to tell the name's work of it. */
    private Consumer<Duration> call(Flight flight, ManagedName name) {
        NameWork work = flight.work();
        return switch (flight.want()) {
            case Want.Read _ -> {
                Reading reading = read(name, flight);
                yield now -> work.readDone(reading, now);
            }
            case Want.Write write -> {
                WriteOutcome outcome = write(name, write, flight);
                boolean sent = flight.sent();
                yield now -> work.writeDone(outcome, sent, now);
            }
            case Want.Ask _ -> {
                List<ServerAnswer> answers = ask(name, flight);
                yield now -> work.askDone(answers, now);
            }
            case Want.None _ -> now -> {};
        };
    }

    private Reading read(ManagedName name, Call call) {
        try {
            return provider.read(name, call);
        } catch (RuntimeException | LinkageError e) {
            return new Reading.Unknown(bug("read", name, e));
        }
    }

    private WriteOutcome write(ManagedName name, Want.Write write, Flight flight) {
        WriteOutcome outcome = write(name, write.held(), write.changes(), flight);
        return flight.refused() ? new WriteOutcome.NotSent() : outcome;
    }

    private WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        try {
            return provider.write(name, held, changes, call);
        } catch (RuntimeException | LinkageError e) {
            return new WriteOutcome.Failed(bug("write", name, e));
        }
    }

    private List<ServerAnswer> ask(ManagedName name, Call call) {
        try {
            return provider.ask(name, call);
        } catch (RuntimeException | LinkageError e) {
            return List.of(new ServerAnswer.Silent("all", bug("ask", name, e).text()));
        }
    }

    private Failure bug(String what, ManagedName name, Throwable e) {
        LOG.error("a bug in the provider of publisher {}: {} {}", publisher, what, name.name(), e);
        return new Failure(
                FailureClass.AMBIGUOUS, "bug", "an unexpected " + e.getClass().getSimpleName());
    }

    /** Tells what came of the calls that ended, and cuts those that are over their time. */
    void collect(Duration now, Consumer<NameWork> changed) {
        for (Ended each = ended.poll(); each != null; each = ended.poll()) {
            NameWork work = each.flight().work();
            if (flights.get(work) == each.flight()) {
                remove(each.flight());
                each.result().accept(now);
                changed.accept(work);
            }
        }
        for (Flight flight : List.copyOf(flights.values())) {
            if (now.compareTo(cutAt(flight)) >= 0) {
                cut(flight, now);
                changed.accept(flight.work());
            }
        }
    }

    private void cut(Flight flight, Duration now) {
        flight.cut();
        remove(flight);
        var failure = new Failure(
                FailureClass.AMBIGUOUS,
                "timeout",
                "no end within " + limits.callDeadline().toMillis() + " ms");
        switch (flight.want()) {
            case Want.Read _ -> flight.work().readDone(new Reading.Unknown(failure), now);
            case Want.Write _ -> flight.work().writeDone(new WriteOutcome.Failed(failure), flight.sent(), now);
            case Want.Ask _ -> flight.work().askDone(List.of(new ServerAnswer.Silent("all", failure.text())), now);
            case Want.None _ -> {}
        }
    }

    private static Duration cutAt(Flight flight) {
        return flight.deadline().plus(CUT_GRACE);
    }

    private void remove(Flight flight) {
        flights.remove(flight.work(), flight);
        inFlight.set(flights.size());
        if (flight.want() instanceof Want.Write) {
            domainsWritten.remove(flight.domain());
        }
    }

    Duration nextDeadline() {
        return flights.values().stream()
                .map(Calls::cutAt)
                .min(Duration::compareTo)
                .orElse(FAR);
    }

    /** Ends the name's call where its work wants another one instead: what it would tell is of no use any more. */
    void abandonUnlessWanted(NameWork work) {
        if (!(work.want() instanceof Want.None)) {
            abandon(work);
        }
    }

    void abandon(NameWork work) {
        Flight flight = flights.get(work);
        if (flight != null) {
            flight.cut();
            remove(flight);
            if (flight.sent()) {
                work.writeAbandoned(around.now());
            }
        }
    }

    /** Cuts what sends nothing, and waits for the writes that are on their way. */
    void end(Duration until) {
        for (Flight flight : List.copyOf(flights.values())) {
            if (!(flight.want() instanceof Want.Write) || !flight.sent()) {
                flight.cut();
                remove(flight);
            }
        }
        while (!flights.isEmpty() && around.now().compareTo(until) < 0) {
            bell.await(until);
            collect(around.now(), _ -> {});
        }
        for (Flight flight : List.copyOf(flights.values())) {
            cut(flight, around.now());
        }
    }

    /** One read in the caller's thread, as soon as the quota has something left for what is not urgent. */
    Reading read(ManagedName name) {
        Call call = deadline(limits.callDeadline(), false);
        return mayCall(call) ? read(name, call) : new Reading.Unknown(OWN_LIMIT);
    }

    /** What the target's own health checks say: asked in the caller's thread, after all that is more urgent. */
    HealthReading health(HealthSource source, ManagedName name) {
        Call call = deadline(limits.callDeadline(), false);
        if (!mayCall(call)) {
            return new HealthReading.Unknown(OWN_LIMIT);
        }
        try {
            return source.health(name, call);
        } catch (RuntimeException | LinkageError e) {
            return new HealthReading.Unknown(bug("health", name, e));
        }
    }

    /**
     * One write in the caller's thread, fenced by nothing but time: for when no decision is being published.
     *
     * @param end when it has to be over
     */
    WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Duration end) {
        Duration left = end.minus(around.now());
        Call call = deadline(left.compareTo(limits.callDeadline()) < 0 ? left : limits.callDeadline(), true);
        return mayCall(call) ? write(name, held, changes, call) : new WriteOutcome.Failed(OWN_LIMIT);
    }

    /** Waits for the quota, as long as the call has time. */
    private boolean mayCall(Call call) {
        Surroundings.Bell nobody = around.bell();
        while (!bucket.take(Urgency.CHECK, around.now())) {
            Duration at = bucket.availableAt(Urgency.CHECK, around.now());
            if (at.minus(around.now()).compareTo(call.remaining()) >= 0) {
                return false;
            }
            nobody.await(at);
        }
        return true;
    }

    void warmUp(Duration atMost) {
        try {
            provider.warmUp(deadline(atMost, false));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("publisher {} could not be warmed up", publisher, e);
        }
    }

    /**
     * A call that nobody cuts.
     *
     * @param writes whether it may send what changes something
     */
    private Call deadline(Duration atMost, boolean writes) {
        Duration end = around.now().plus(atMost);
        return new Call() {
            @Override
            public Duration remaining() {
                Duration left = end.minus(around.now());
                return left.isNegative() ? Duration.ZERO : left;
            }

            @Override
            public boolean maySend() {
                return writes && remaining().isPositive();
            }

            @Override
            public boolean rediscover() {
                return false;
            }
        };
    }
}
