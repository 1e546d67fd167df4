package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between a target and what it should hold.
 *
 * @param changes that make them equal, each address at most once for each kind of change; not yet in a safe order
 * @param foreign records of addresses that are not ours: never part of a change
 */
public record RecordDiff(List<Change> changes, List<TargetRecord> foreign) {
    /** Nothing differs. */
    public static final RecordDiff NONE = new RecordDiff(List.of(), List.of());

    public RecordDiff {
        changes = List.copyOf(changes);
        foreign = List.copyOf(foreign);
    }

    /** Compares, for a target that has no health checks of its own. */
    public static RecordDiff between(RecordSet held, WantedRecords wanted, Set<InetAddress> ours, int maxWeight) {
        return between(held, wanted, ours, maxWeight, Control.ONLINE);
    }

    /**
     * Compares. That the target's own health checks hold a wanted address out is no difference: no write would end it.
     *
     * @param ours the addresses that may be changed; those wanted count as ours
     * @param maxWeight the target's largest weight; 0 where it does not weigh at all
     * @param control of every wanted address
     */
    public static RecordDiff between(
            RecordSet held, WantedRecords wanted, Set<InetAddress> ours, int maxWeight, Control control) {
        var changes = new ArrayList<Change>();
        var foreign = new ArrayList<TargetRecord>();
        Duration ttl =
                wanted.ttl().compareTo(held.smallestTtl()) < 0 && !wanted.ttl().isZero()
                        ? held.smallestTtl()
                        : wanted.ttl();
        Map<InetAddress, Integer> weights = maxWeight == 0 ? Map.of() : Weights.forTarget(held, wanted, maxWeight);
        for (InetAddress address : wanted.weights().keySet()) {
            TargetRecord record = held.of(address).orElse(null);
            Integer weight = weights.get(address);
            if (record == null) {
                changes.add(new Change.Add(
                        address, weight == null ? OptionalInt.empty() : OptionalInt.of(weight), ttl, control));
                continue;
            }
            if (!record.enabled() || record.control() != control) {
                changes.add(new Change.Enable(record, control));
            }
            if (weight != null && record.weight().isPresent() && record.weight().getAsInt() != weight) {
                changes.add(new Change.SetWeight(record, weight));
            }
            if (!ttl.isZero() && !record.ttl().isZero() && !record.ttl().equals(ttl)) {
                changes.add(new Change.SetTtl(record, ttl));
            }
        }
        for (TargetRecord record : held.records()) {
            if (wanted.has(record.address())) {
                continue;
            }
            if (!ours.contains(record.address())) {
                foreign.add(record);
            } else if (record.enabled()) {
                changes.add(new Change.Disable(record));
            }
        }
        return changes.isEmpty() && foreign.isEmpty() ? NONE : new RecordDiff(changes, foreign);
    }

    /**
     * What leaves our addresses to the target's own health checks. It adds nothing and removes nothing, and leaves alone what
     * is switched off and has no such check: that would be answered for ever, dead or not.
     *
     * @param ours the addresses that may be changed
     */
    public static RecordDiff handBack(RecordSet held, Set<InetAddress> ours) {
        var changes = new ArrayList<Change>();
        var foreign = new ArrayList<TargetRecord>();
        for (TargetRecord record : held.records()) {
            if (!ours.contains(record.address())) {
                foreign.add(record);
            } else if (!unchecked(record) && (!record.enabled() || record.control() != Control.SMART)) {
                changes.add(new Change.Enable(record, Control.SMART));
            }
        }
        return new RecordDiff(changes, foreign);
    }

    private static boolean unchecked(TargetRecord record) {
        return !record.enabled() && record.health() == TargetHealth.UNMONITORED;
    }

    /** Our addresses that {@link #handBack} leaves switched off. */
    public static List<InetAddress> unchecked(RecordSet held, Set<InetAddress> ours) {
        return held.records().stream()
                .filter(record -> ours.contains(record.address()) && unchecked(record))
                .map(TargetRecord::address)
                .toList();
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changes of some addresses only. */
    public RecordDiff only(Set<InetAddress> addresses) {
        return new RecordDiff(
                changes.stream()
                        .filter(change -> addresses.contains(change.address()))
                        .toList(),
                foreign);
    }

    /** In lines for people, sorted, the foreign records last. */
    public List<String> text() {
        var lines = new TreeSet<String>();
        changes.forEach(change -> lines.add(change.text()));
        var all = new ArrayList<>(lines);
        foreign.forEach(record -> all.add("foreign: " + record.address().getHostAddress()
                + (record.enabled() ? "" : " (disabled)") + " is no endpoint of this name and stays as it is"));
        return List.copyOf(all);
    }
}
