package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.WantedRecords;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * In which order differences are ended, so that the name answers all the way. A removal goes first where a wanted address
 * of its family answers already, since a dead address costs requests every second and a missing one only balance;
 * otherwise the additions of its family go before it. Pure.
 */
final class ChangeOrder {
    private static final Failure NOTHING_LEFT = new Failure(FailureClass.CONFIG, "withheld", "nothing left to try");

    private ChangeOrder() {}

    /** The changes in a safe order. */
    static List<Change> of(RecordDiff diff, RecordSet held, WantedRecords wanted) {
        var removals = new ArrayList<Change>();
        var firstAdditions = new ArrayList<Change>();
        var laterRemovals = new ArrayList<Change>();
        var lastRemovals = new ArrayList<Change>();
        var additions = new ArrayList<Change>();
        var tuning = new ArrayList<Change>();
        for (Change change : diff.changes()) {
            boolean six = change.address() instanceof Inet6Address;
            boolean stands = held.answering().stream().anyMatch(address -> wanted.has(address) && family(address, six));
            boolean comes = wanted.weights().keySet().stream().anyMatch(address -> family(address, six));
            switch (change) {
                case Change.Disable _ -> (stands ? removals : comes ? laterRemovals : lastRemovals).add(change);
                case Change.Enable enable when enable.record().answers() -> tuning.add(change);
                case Change.Add _, Change.Enable _ -> (stands ? additions : firstAdditions).add(change);
                case Change.SetWeight _, Change.SetTtl _ -> tuning.add(change);
            }
        }
        var order = new ArrayList<Change>(removals);
        order.addAll(firstAdditions);
        order.addAll(laterRemovals);
        order.addAll(lastRemovals);
        order.addAll(additions);
        order.addAll(tuning);
        return order;
    }

    private static boolean family(InetAddress address, boolean six) {
        return (address instanceof Inet6Address) == six;
    }

    /**
     * The first write that is safe now.
     *
     * @param order of all changes that are left
     * @param blocked those that failed for good
     * @param batch which changes one write can make together
     * @param certainty which addresses can be relied on
     */
    static NextWrite next(
            List<Change> order,
            Predicate<Change> blocked,
            Function<Change, String> batch,
            RecordSet held,
            WantedRecords wanted,
            Certainty certainty,
            Duration now) {
        List<Change> left = order.stream().filter(blocked.negate()).toList();
        NextWrite.Wait wait = null;
        boolean look = false;
        Failure why = NOTHING_LEFT;
        for (List<Change> write : batches(left, batch)) {
            switch (judge(write, held, wanted, certainty, now)) {
                case Safety.Safe _ -> {
                    return new NextWrite.Now(write, urgency(left));
                }
                case Safety.SafeFrom from -> {
                    if (wait == null || from.at().compareTo(wait.until()) < 0) {
                        wait = new NextWrite.Wait(
                                from.at(),
                                text(write) + " waits: an earlier write may still switch off what would be left");
                    }
                }
                case Safety.Unseen _ -> look = true;
                case Safety.Never never -> why = withheld(write, never.heldOut());
            }
        }
        if (look) {
            return new NextWrite.LookFirst();
        }
        return wait != null ? wait : new NextWrite.Nothing(why);
    }

    private static Failure withheld(List<Change> write, boolean heldOut) {
        String text = text(write) + " would leave no address";
        return heldOut
                ? new Failure(
                        FailureClass.TRANSIENT,
                        "withheld",
                        text + ": the target's own health checks hold out what is wanted")
                : new Failure(FailureClass.CONFIG, "withheld", text);
    }

    private static String text(List<Change> write) {
        return String.join(", ", write.stream().map(Change::text).toList());
    }

    /** Neighbours of the same batch together, the order kept. */
    static List<List<Change>> batches(List<Change> order, Function<Change, String> batch) {
        var all = new ArrayList<List<Change>>();
        String last = null;
        for (Change change : order) {
            String key = batch.apply(change);
            if (!key.equals(last)) {
                all.add(new ArrayList<>());
            }
            all.getLast().add(change);
            last = key;
        }
        return all;
    }

    private static Urgency urgency(List<Change> left) {
        if (left.stream().anyMatch(Change.Disable.class::isInstance)) {
            return Urgency.FAILOVER;
        }
        boolean returns = left.stream()
                .anyMatch(change -> change instanceof Change.Add
                        || (change instanceof Change.Enable enable
                                && !enable.record().answers()));
        return returns ? Urgency.RETURN : Urgency.TUNE;
    }

    private sealed interface Safety {
        record Safe() implements Safety {}

        record SafeFrom(Duration at) implements Safety {}

        record Unseen() implements Safety {}

        record Never(boolean heldOut) implements Safety {}
    }

    /**
     * Whether enough answers after the write: an address of the family that is removed from, where the decision wants one
     * of that family, else of any. One that the target's own health checks hold out does not answer. What the write itself adds counts, since a write is done wholly or not at all.
     */
    private static Safety judge(
            List<Change> write, RecordSet held, WantedRecords wanted, Certainty certainty, Duration now) {
        RecordSet after = held.after(write);
        Duration from = now;
        for (Change change : write) {
            if (!(change instanceof Change.Disable)) {
                continue;
            }
            boolean six = change.address() instanceof Inet6Address;
            boolean comes = wanted.weights().keySet().stream().anyMatch(address -> family(address, six));
            Duration earliest = null;
            boolean unseen = false;
            for (InetAddress address : after.answering()) {
                if (!wanted.has(address) || (comes && !family(address, six))) {
                    continue;
                }
                boolean added = !held.answering().contains(address);
                if (!added && !certainty.seen(address)) {
                    unseen = true;
                    continue;
                }
                Duration certain = added ? certainty.ofAdded(address) : certainty.ofHeld(address);
                if (earliest == null || certain.compareTo(earliest) < 0) {
                    earliest = certain;
                }
            }
            if (earliest == null) {
                boolean heldOut = after.records().stream()
                        .anyMatch(record -> wanted.has(record.address()) && record.enabled() && !record.answers());
                return unseen ? new Safety.Unseen() : new Safety.Never(heldOut);
            }
            from = earliest.compareTo(from) > 0 ? earliest : from;
        }
        return from.compareTo(now) > 0 ? new Safety.SafeFrom(from) : new Safety.Safe();
    }
}
