package io.failoverd.dns.sim;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.publish.RemotePublisher;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.sim.ScriptedTarget.Fault;
import io.failoverd.dns.sim.ScriptedTarget.Operation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One seeded life of a publisher among faults. */
final class ChaosRun {
    private static final Duration STORM = Duration.ofSeconds(90);

    /** After the last fault: late writes have come to pass, and every name was looked at. */
    private static final Duration CALM = Duration.ofSeconds(40);

    /** What needs a person is tried again every ten minutes at worst. */
    private static final Duration LONGEST_CALM = Duration.ofMinutes(25);

    private final Random random;
    private final VirtualTime time;
    private final ScriptedTarget target;
    private final RemotePublisher publisher;
    private final PublishLimits limits;
    private final Traits traits;
    private final List<ManagedName> names = new ArrayList<>();
    private final Map<String, DesiredRecords> last = new LinkedHashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Duration> tampered = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final double trouble;
    private long generation;
    private boolean calm;
    private int seenSent;

    ChaosRun(long seed) {
        random = new Random(seed);
        time = new VirtualTime(seed);
        boolean conditional = random.nextInt(4) == 0;
        traits = new Traits(
                conditional,
                conditional ? Duration.ZERO : Duration.ofMillis(random.nextInt(4000)),
                Duration.ofMillis(1 + random.nextInt(8000)),
                random.nextBoolean() ? 100 : 0,
                true,
                random.nextBoolean() ? 5 : 50,
                2 + random.nextInt(10));
        limits = new PublishLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                true,
                2 + random.nextInt(6),
                100,
                Duration.ofSeconds(2));
        trouble = random.nextInt(5) == 0 ? 0 : random.nextDouble() * 0.7;
        target = new ScriptedTarget(time, traits);
        // Two addresses that take turns are the shortest way to a name without any.
        boolean turns = random.nextBoolean();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            names.add(new ManagedName(
                    "www" + i + ".example.com",
                    random.nextInt(3) == 0 ? "other.example.com" : "example.com",
                    turns ? List.of(Records.A, Records.B) : List.of(Records.A, Records.B, Records.C, Records.SIX),
                    Duration.ZERO));
        }
        publisher = new RemotePublisher("chaos", target, names, limits, time, _ -> {});
    }

    Map<Fault, Integer> faults() {
        return faults;
    }

    /** What went wrong. */
    List<String> play() {
        try (time) {
            for (ManagedName name : names) {
                target.hold(name.name(), Records.set(name.name(), "+203.0.113.10 +203.0.113.20"));
            }
            target.chaos(this::fault);
            target.latency(() -> Duration.ofMillis(1 + random.nextInt(150)));
            target.lag(() -> Duration.ofMillis(calm ? 0 : random.nextInt(3000)));
            if (random.nextInt(3) == 0) {
                target.inOneWrite();
            }
            publisher.start();
            schedule();
            for (Duration over = time.now().plus(STORM); time.now().compareTo(over) < 0; ) {
                time.runUntil(() -> target.sent().size() > seenSent, Duration.ofSeconds(1));
                judgeSent();
            }
            calm = true;
            Duration end = time.now().plus(LONGEST_CALM);
            for (Duration settled = time.now().plus(CALM);
                    time.now().compareTo(settled) < 0 || (time.now().compareTo(end) < 0 && !settled()); ) {
                time.runUntil(() -> target.sent().size() > seenSent, Duration.ofSeconds(5));
                judgeSent();
            }
            judgeEnd();
        }
        return wrong;
    }

    private void schedule() {
        int decisions = 3 + random.nextInt(20);
        for (int i = 0; i < decisions; i++) {
            Duration at = time.now().plusMillis(random.nextInt((int) STORM.toMillis()));
            time.at(at, this::decide);
            for (int more = random.nextInt(4); more > 0; more--) {
                time.at(at.plusMillis(random.nextInt(4000)), this::decide);
            }
        }
        for (ManagedName name : names) {
            time.at(time.now(), () -> decide(name));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            time.at(time.now().plusMillis(random.nextInt((int) STORM.toMillis())), this::tamper);
        }
    }

    private void decide() {
        decide(names.get(random.nextInt(names.size())));
    }

    private void decide(ManagedName name) {
        var addresses = new ArrayList<>(name.addresses());
        addresses.removeIf(_ -> random.nextInt(2) == 0);
        if (addresses.isEmpty()) {
            addresses.add(name.addresses().get(random.nextInt(name.addresses().size())));
        }
        DesiredRecords before = last.get(name.name());
        var next = before != null && random.nextInt(4) == 0
                ? new DesiredRecords(
                        name.name(),
                        ++generation,
                        Duration.ofSeconds(random.nextInt(60)),
                        before.common(),
                        before.byRegion(),
                        before.changedAt())
                : Records.desired(name.name(), ++generation, addresses.toArray(InetAddress[]::new));
        last.put(name.name(), next);
        pending.merge(name.name(), 1, Integer::sum);
        publisher.publish(next).onSuccess(outcome -> {
            pending.merge(name.name(), -1, Integer::sum);
            if (outcome instanceof PublishOutcome.Applied applied
                    && traits.staleness().isZero()
                    && trouble == 0
                    && tampered.isEmpty()
                    && last.get(name.name()).generation() == applied.generation()
                    && !right(name)) {
                wrong.add("applied " + applied + " but the target holds " + target.truth(name.name()));
            }
        });
    }

    /** People switch on what should be off, or add what is not ours; where writes are conditional, anything. */
    private void tamper() {
        ManagedName name = names.get(random.nextInt(names.size()));
        tampered.put(name.name(), time.now());
        if (random.nextInt(4) == 0) {
            target.tamper(name.name(), Records.FOREIGN, true);
            return;
        }
        InetAddress address =
                name.addresses().get(random.nextInt(name.addresses().size()));
        boolean on = !traits.conditional()
                || random.nextBoolean()
                || target.truth(name.name()).enabled().size() < 2;
        target.tamper(name.name(), address, on);
    }

    private Fault fault(Operation operation, String name) {
        if (calm || random.nextDouble() >= trouble) {
            return Fault.NONE;
        }
        List<Fault> possible = switch (operation) {
            case READ -> List.of(Fault.UNKNOWN, Fault.STALE, Fault.STALE, Fault.HANGS_BEFORE, Fault.THROTTLED);
            case WRITE ->
                Arrays.stream(Fault.values())
                        .filter(each -> each != Fault.STALE && each != Fault.UNKNOWN)
                        .toList();
            case ASK -> List.of(Fault.NONE, Fault.UNKNOWN);
        };
        Fault fault = possible.get(random.nextInt(possible.size()));
        faults.merge(fault, 1, Integer::sum);
        return fault;
    }

    /** Every write that went out was right for the newest decision, and needed. */
    private void judgeSent() {
        for (; seenSent < target.sent().size(); seenSent++) {
            ScriptedTarget.Sent sent = target.sent().get(seenSent);
            DesiredRecords newest = last.get(sent.name());
            Set<InetAddress> wanted = new TreeSet<>((a, b) -> a.getHostAddress().compareTo(b.getHostAddress()));
            newest.common().addresses().forEach(each -> wanted.add(each.address()));
            for (Change change : sent.changes()) {
                boolean on = !(change instanceof Change.Disable);
                if (on != wanted.contains(change.address())) {
                    wrong.add(
                            "sent " + change.text() + " when generation " + newest.generation() + " wanted " + wanted);
                }
                if (change.address().equals(Records.FOREIGN)) {
                    wrong.add("sent " + change.text() + ", which is not ours");
                }
                needless(sent, change, seenSent);
            }
        }
    }

    /** The same change twice, the first acknowledged, with nothing between that could have undone it. */
    private void needless(ScriptedTarget.Sent sent, Change change, int index) {
        if (change instanceof Change.SetWeight || change instanceof Change.SetTtl) {
            return;
        }
        boolean on = !(change instanceof Change.Disable);
        for (int i = index - 1; i >= 0; i--) {
            ScriptedTarget.Sent before = target.sent().get(i);
            if (!before.name().equals(sent.name())) {
                continue;
            }
            for (Change other : before.changes()) {
                if (!other.address().equals(change.address())) {
                    continue;
                }
                boolean sameWay = on != (other instanceof Change.Disable);
                if (before.fault() != Fault.NONE || !sameWay || unanswered(change, i)) {
                    return;
                }
                Duration console = tampered.get(sent.name());
                if ((console == null || console.compareTo(before.at()) < 0)
                        && !traits.conditional()
                        && !(other instanceof Change.SetWeight)) {
                    wrong.add("sent " + change.text() + " at " + sent.at() + " again, after it was done at "
                            + before.at());
                }
                return;
            }
        }
    }

    private boolean unanswered(Change change, int until) {
        return target.sent().subList(0, until).stream()
                .anyMatch(sent -> sent.fault() != Fault.NONE
                        && sent.changes().stream()
                                .anyMatch(each -> each.address().equals(change.address())));
    }

    private boolean right(ManagedName name) {
        var wanted = new TreeSet<String>();
        last.get(name.name())
                .common()
                .addresses()
                .forEach(each -> wanted.add(each.address().getHostAddress()));
        var held = new TreeSet<String>();
        target.truth(name.name()).enabled().forEach(each -> held.add(each.getHostAddress()));
        held.remove(Records.FOREIGN.getHostAddress());
        return wanted.equals(held);
    }

    private boolean settled() {
        return publisher.status().names().stream()
                .allMatch(each -> each.verified() == last.get(each.name()).generation()
                        && each.lastError().isEmpty()
                        && each.behindSince().isEmpty());
    }

    private void judgeEnd() {
        wrong.addAll(target.violations());
        for (ManagedName name : names) {
            if (!right(name)) {
                wrong.add("at the end " + name.name() + " holds "
                        + target.truth(name.name()).enabled() + " and not " + last.get(name.name()));
            }
            if (pending.getOrDefault(name.name(), 0) != 0) {
                wrong.add("an outcome of " + name.name() + " was never told");
            }
        }
        for (NameStatus status : publisher.status().names()) {
            long wanted = last.get(status.name()).generation();
            if (status.desired() != wanted || status.published() != wanted || status.verified() != wanted) {
                wrong.add("at the end the status is " + status);
            }
        }
        time.start("closer", publisher::close);
        if (!time.runUntil(target::closed, Duration.ofSeconds(10))
                || publisher.status().callsInFlight() != 0) {
            wrong.add("it did not stop");
        }
    }
}
