package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Leaves the names of one publisher to the target's own health checks. Any thread may use it, and is blocked by it. */
final class HandBacks {
    private final String publisher;
    private final Provider provider;
    private final Calls calls;
    private final PublishLimits limits;
    private final Surroundings around;

    HandBacks(String publisher, Provider provider, Calls calls, PublishLimits limits, Surroundings around) {
        this.publisher = publisher;
        this.provider = provider;
        this.calls = calls;
        this.limits = limits;
        this.around = around;
    }

    HandBack plan(String service, @Nullable ManagedName kept, Set<InetAddress> leave) {
        if (kept == null || !provider.handsBack()) {
            return new HandBack.Refused(refusal(service, kept));
        }
        Set<InetAddress> ours = without(kept, leave);
        return switch (calls.read(kept)) {
            case Reading.Unknown unknown -> new HandBack.Failed(List.of(), unknown.why());
            case Reading.Known known ->
                new HandBack.Planned(
                        RecordDiff.handBack(known.records(), ours), RecordDiff.unchecked(known.records(), ours));
        };
    }

    HandBack one(String service, @Nullable ManagedName kept, Set<InetAddress> leave, Duration atMost) {
        return kept == null || !provider.handsBack()
                ? new HandBack.Refused(refusal(service, kept))
                : one(kept, leave, around.now().plus(atMost));
    }

    private HandBack one(ManagedName kept, Set<InetAddress> leave, Duration end) {
        return one(kept, leave, end, new Ledger(provider.traits()));
    }

    private HandBack one(ManagedName kept, Set<InetAddress> leave, Duration end, Ledger ledger) {
        return new HandingBack(provider, calls, around, kept, without(kept, leave), end, ledger).run();
    }

    private HandBack one(NameWork work, Function<String, Set<InetAddress>> leave, Duration end) {
        return one(work.name(), leave.apply(work.name().name()), end, work.ledger());
    }

    private String refusal(String service, @Nullable ManagedName kept) {
        return kept == null
                ? "publisher " + publisher + " does not keep " + service
                : "the target of publisher " + publisher + " has no health checks of its own to hand back to";
    }

    private static Set<InetAddress> without(ManagedName kept, Set<InetAddress> leave) {
        var ours = new LinkedHashSet<>(kept.addresses());
        ours.removeAll(leave);
        return ours;
    }

    /**
     * Every name of a publisher that sends nothing more; those of one domain one after the other, since the target takes no
     * two writes of it at once.
     */
    void all(Collection<NameWork> works, Function<String, Set<InetAddress>> leave, Duration atMost, Logger log) {
        if (!atMost.isPositive() || !provider.handsBack()) {
            return;
        }
        Duration end = around.now().plus(atMost);
        var byDomain = new TreeMap<String, List<NameWork>>();
        works.forEach(work -> byDomain.computeIfAbsent(work.name().domain(), _ -> new ArrayList<>())
                .add(work));
        var shares = new ArrayList<List<NameWork>>();
        int next = 0;
        for (List<NameWork> domain : byDomain.values()) {
            if (shares.size() < limits.maxCalls()) {
                shares.add(domain);
            } else {
                shares.get(next++ % shares.size()).addAll(domain);
            }
        }
        // Those come last that have to wait for what may still come to pass.
        Duration now = around.now();
        shares.forEach(share -> share.sort(
                Comparator.comparing(work -> !work.ledger().unanswered(now).isEmpty())));
        List<Surroundings.Running> running = shares.stream()
                .map(share -> around.start(
                        "publisher-" + publisher + "-hand-back",
                        () -> share.forEach(
                                work -> EventLog.log(log, publisher, work.name().name(), one(work, leave, end)))))
                .toList();
        for (Surroundings.Running each : running) {
            Duration left = end.minus(around.now());
            if (!each.join(left.isNegative() ? Duration.ZERO : left)) {
                each.interrupt();
            }
        }
    }
}
