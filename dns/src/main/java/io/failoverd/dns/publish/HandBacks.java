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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leaves the names of one publisher to the target's own health checks. Any thread may use it, and is blocked by it. */
final class HandBacks {
    private final String publisher;
    private final Provider provider;
    private final Calls calls;
    private final PublishLimits limits;
    private final Surroundings around;
    private final BooleanSupplier wanted;

    /** @param wanted whether somebody wants it still */
    HandBacks(
            String publisher,
            Provider provider,
            Calls calls,
            PublishLimits limits,
            Surroundings around,
            BooleanSupplier wanted) {
        this.publisher = publisher;
        this.provider = provider;
        this.calls = calls;
        this.limits = limits;
        this.around = around;
        this.wanted = wanted;
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
        return new HandingBack(provider, calls, around, kept, without(kept, leave), end, ledger, wanted).run();
    }

    private HandBack one(ManagedName kept, Unsettled known, Set<InetAddress> leave, Duration end) {
        return one(kept, leave, end, ledger(kept, known));
    }

    private Ledger ledger(ManagedName kept, Unsettled known) {
        Unsettled.Name left = known.of(kept.name());
        return left == null ? new Ledger(provider.traits()) : left.ledger();
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
     *
     * @param known what may still come to pass of what was sent for them
     * @param leave a name of which all addresses stay as they are is not looked at
     */
    void all(
            Collection<ManagedName> names,
            Unsettled known,
            Function<String, Set<InetAddress>> leave,
            Duration atMost,
            BiConsumer<String, HandBack> told) {
        if (!atMost.isPositive() || !provider.handsBack()) {
            return;
        }
        Duration now = around.now();
        Duration end = now.plus(atMost);
        var left = new LinkedHashMap<String, Set<InetAddress>>();
        names.forEach(each -> left.put(each.name(), leave.apply(each.name())));
        List<List<ManagedName>> shares = shares(names.stream()
                .filter(each ->
                        !without(each, left.getOrDefault(each.name(), Set.of())).isEmpty())
                .toList());
        // Those come last that have to wait for what may still come to pass.
        shares.forEach(share -> share.sort(Comparator.comparing(
                each -> !ledger(each, known).unanswered(now).isEmpty())));
        List<Surroundings.Running> running = shares.stream()
                .map(share -> around.start(
                        "publisher-" + publisher + "-hand-back",
                        () -> share.forEach(each -> told.accept(
                                each.name(), one(each, known, left.getOrDefault(each.name(), Set.of()), end)))))
                .toList();
        for (Surroundings.Running each : running) {
            Duration rest = end.minus(around.now());
            if (!each.join(rest.isNegative() ? Duration.ZERO : rest)) {
                each.interrupt();
            }
        }
    }

    /** Not more than there may be calls at once. */
    private List<List<ManagedName>> shares(List<ManagedName> names) {
        var byDomain = new TreeMap<String, List<ManagedName>>();
        names.forEach(each ->
                byDomain.computeIfAbsent(each.domain(), _ -> new ArrayList<>()).add(each));
        var shares = new ArrayList<List<ManagedName>>();
        int next = 0;
        for (List<ManagedName> domain : byDomain.values()) {
            if (shares.size() < limits.maxCalls()) {
                shares.add(domain);
            } else {
                shares.get(next++ % shares.size()).addAll(domain);
            }
        }
        return shares;
    }
}
