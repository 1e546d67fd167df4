package io.failoverd.dns.sim;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A target in memory that does what it is told to do wrong. It keeps everything it ever held, so that reads can be
 * behind, and a list of what was sent to it.
 */
public final class ScriptedTarget implements Provider {
    /** What can go wrong with one call, in the order of the steps of a call. */
    public enum Fault {
        NONE,
        /** A read or question that ends without an answer. */
        UNKNOWN,
        /** A read that shows what was before, as far back as the traits allow. */
        STALE,
        /** No end before the call is cut off; nothing was sent. */
        HANGS_BEFORE,
        /** Refused before anything was done. */
        FAILS_BEFORE,
        THROTTLED,
        STALE_ID,
        /** The target says that it is as wanted already, or not as read. */
        CHANGED,
        OPERATOR,
        /** Sent, never applied, no answer. */
        LOST,
        /** Acknowledged, never applied. */
        IGNORED,
        /** Applied, no answer. */
        ANSWER_LOST,
        /** Applied, and an error is answered. */
        FAILS_AFTER,
        /** No answer, and applied some time later. */
        LATE,
        /** Applied, and no end before the call is cut off. */
        HANGS_AFTER
    }

    public enum Operation {
        READ,
        WRITE,
        ASK
    }

    /** A write that went out. */
    public record Sent(Duration at, String name, List<Change> changes, Fault fault) {}

    private final VirtualTime time;
    private final Traits traits;
    private final Map<String, NavigableMap<Duration, RecordSet>> history = new HashMap<>();
    private final Map<Operation, Deque<Fault>> script = new EnumMap<>(Operation.class);
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> reads = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Supplier<Duration> latency = () -> Duration.ofMillis(20);
    private Supplier<Duration> lag = () -> Duration.ZERO;
    private BiFunction<Operation, String, Fault> chaos = (_, _) -> Fault.NONE;
    private BiFunction<ManagedName, Change, String> batches;
    private final Set<String> writing = new java.util.HashSet<>();
    private Control control = Control.ONLINE;
    private boolean closed;

    public ScriptedTarget(VirtualTime time, Traits traits) {
        this.time = time;
        this.traits = traits;
        this.batches = (name, change) -> Provider.super.batch(name, change);
        for (Operation operation : Operation.values()) {
            script.put(operation, new ArrayDeque<>());
        }
    }

    // How to script it.

    public void next(Operation operation, Fault... faults) {
        script.get(operation).addAll(List.of(faults));
    }

    public void chaos(BiFunction<Operation, String, Fault> faults) {
        chaos = faults;
    }

    public void latency(Supplier<Duration> each) {
        latency = each;
    }

    /** How long its name servers stay behind. */
    public void lag(Supplier<Duration> each) {
        lag = each;
    }

    public void inOneWrite() {
        batches = (_, _) -> "all";
    }

    /** It has health checks of its own, and publishing leaves what it wants to them too. */
    public void hasHealthChecks() {
        control = Control.SMART;
    }

    public void hold(String name, RecordSet records) {
        history.computeIfAbsent(name, _ -> new TreeMap<>()).put(time.now(), records);
    }

    /** As somebody at the console does. */
    public void tamper(String name, InetAddress address, boolean enabled) {
        var all = new ArrayList<TargetRecord>();
        truth(name).records().stream()
                .filter(record -> !record.address().equals(address))
                .forEach(all::add);
        TargetRecord before = truth(name).of(address).orElseGet(() -> Records.record(address, true, 1));
        all.add(new TargetRecord(address, enabled, before.weight(), before.ttl(), before.id()));
        hold(name, new RecordSet(name, all));
    }

    // What a test looks at.

    public RecordSet truth(String name) {
        NavigableMap<Duration, RecordSet> all = history.get(name);
        return all == null ? new RecordSet(name, List.of()) : all.lastEntry().getValue();
    }

    public List<Sent> sent() {
        return sent;
    }

    public List<String> reads() {
        return reads;
    }

    public List<String> violations() {
        return violations;
    }

    public boolean closed() {
        return closed;
    }

    // The provider.

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public boolean handsBack() {
        return control == Control.SMART;
    }

    @Override
    public String batch(ManagedName name, Change change) {
        return batches.apply(name, change);
    }

    private Fault fault(Operation operation, String name) {
        Fault scripted = script.get(operation).poll();
        return scripted != null ? scripted : chaos.apply(operation, name);
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        reads.add(name.name());
        Fault fault = fault(Operation.READ, name.name());
        try {
            time.sleep(latency.get());
            RecordSet truth = truth(name.name());
            return switch (fault) {
                case HANGS_BEFORE, HANGS_AFTER -> {
                    time.sleep(Duration.ofMinutes(1));
                    yield new Reading.Known(truth);
                }
                case UNKNOWN, FAILS_BEFORE, FAILS_AFTER, LOST, IGNORED, ANSWER_LOST ->
                    new Reading.Unknown(new Failure(FailureClass.TRANSIENT, "scripted", "unknown"));
                case THROTTLED -> new Reading.Unknown(failure(FailureClass.THROTTLED));
                case OPERATOR -> new Reading.Unknown(failure(FailureClass.OPERATOR));
                case STALE -> new Reading.Known(asOf(name.name(), stale()));
                case NONE, STALE_ID, CHANGED, LATE -> new Reading.Known(truth);
            };
        } catch (InterruptedException e) {
            return new Reading.Unknown(failure(FailureClass.AMBIGUOUS));
        }
    }

    private Duration stale() {
        return time.now().minusNanos((long) (traits.staleness().toNanos() * 0.98 * time.random()));
    }

    private RecordSet asOf(String name, Duration when) {
        NavigableMap<Duration, RecordSet> all = history.get(name);
        if (all == null) {
            return truth(name);
        }
        var entry = all.floorEntry(when);
        return (entry == null ? all.firstEntry() : entry).getValue();
    }

    private static Failure failure(FailureClass kind) {
        return new Failure(kind, "scripted", kind.toString());
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        if (!writing.add(name.domain())) {
            violations.add("two writes at once in " + name.domain());
        }
        try {
            return writeAlone(name, held, changes, call);
        } catch (InterruptedException e) {
            return new WriteOutcome.Failed(failure(FailureClass.AMBIGUOUS));
        } finally {
            writing.remove(name.domain());
        }
    }

    private WriteOutcome writeAlone(ManagedName name, RecordSet held, List<Change> changes, Call call)
            throws InterruptedException {
        Fault fault = fault(Operation.WRITE, name.name());
        time.sleep(latency.get());
        if (fault == Fault.HANGS_BEFORE) {
            time.sleep(Duration.ofMinutes(1));
        }
        if (!call.maySend()) {
            return new WriteOutcome.NotSent();
        }
        sent.add(new Sent(time.now(), name.name(), changes, fault));
        Duration way = latency.get().dividedBy(2);
        if (fault == Fault.LATE) {
            long nanos = (long) (traits.lateness().toNanos() * 0.9 * time.random());
            time.at(time.now().plusNanos(nanos), () -> apply(name, held, changes));
            return new WriteOutcome.Failed(failure(FailureClass.AMBIGUOUS));
        }
        FailureClass refused = refused(fault);
        if (refused != null) {
            time.sleep(way);
            return new WriteOutcome.Failed(failure(refused));
        }
        if (fault == Fault.IGNORED) {
            time.sleep(way);
            return new WriteOutcome.Acknowledged();
        }
        boolean[] applied = {false};
        time.at(time.now().plus(way), () -> applied[0] = apply(name, held, changes));
        time.sleep(way.multipliedBy(2));
        return switch (fault) {
            case ANSWER_LOST -> new WriteOutcome.Failed(failure(FailureClass.AMBIGUOUS));
            case FAILS_AFTER -> new WriteOutcome.Failed(failure(FailureClass.TRANSIENT));
            case HANGS_AFTER -> {
                time.sleep(Duration.ofMinutes(1));
                yield new WriteOutcome.Acknowledged();
            }
            default ->
                applied[0] ? new WriteOutcome.Acknowledged() : new WriteOutcome.Failed(failure(FailureClass.CHANGED));
        };
    }

    /** What it says without having done anything; null where it does it. */
    private static FailureClass refused(Fault fault) {
        return switch (fault) {
            case FAILS_BEFORE -> FailureClass.TRANSIENT;
            case THROTTLED -> FailureClass.THROTTLED;
            case STALE_ID -> FailureClass.STALE_ID;
            case CHANGED -> FailureClass.CHANGED;
            case OPERATOR -> FailureClass.OPERATOR;
            case LOST, UNKNOWN -> FailureClass.AMBIGUOUS;
            case NONE, STALE, HANGS_BEFORE, IGNORED, ANSWER_LOST, FAILS_AFTER, LATE, HANGS_AFTER -> null;
        };
    }

    private boolean apply(ManagedName name, RecordSet held, List<Change> changes) {
        RecordSet before = truth(name.name());
        if (traits.conditional() && !before.enabled().equals(held.enabled())) {
            return false;
        }
        RecordSet after = before.after(changes);
        if (!before.enabled().isEmpty() && after.enabled().isEmpty()) {
            violations.add("the last address of " + name.name() + " was disabled by " + changes + " at " + time.now());
        }
        hold(name.name(), after);
        return true;
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        Fault fault = fault(Operation.ASK, name.name());
        try {
            time.sleep(latency.get());
            if (fault != Fault.NONE) {
                return List.of(new ServerAnswer.Silent("ns1", "scripted"));
            }
        } catch (InterruptedException e) {
            return List.of(new ServerAnswer.Silent("ns1", "interrupted"));
        }
        return List.of(
                new ServerAnswer.Answered("ns1", truth(name.name()).enabled()),
                new ServerAnswer.Answered(
                        "ns2", asOf(name.name(), time.now().minus(lag.get())).enabled()));
    }

    @Override
    public void close() {
        closed = true;
    }
}
