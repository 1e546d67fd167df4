package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The writes that we sent for one name and that a read may not show yet, or that may still come to pass. It keeps a read
 * that is behind from being taken for the truth, and an address that an unanswered write may switch off from being
 * relied on. Used by the publisher's thread only.
 */
final class Ledger {
    /** A removal and its repair for each of the most records; beyond that the oldest is forgotten. */
    private static final int MOST_ENTRIES = 2 * RecordSet.MOST_RECORDS;

    /**
     * A write of ours.
     *
     * @param at when its call ended
     * @param answered whether the target said that it is done
     */
    private record Entry(Change change, Duration at, boolean answered) {}

    private final Traits traits;
    private final List<Entry> entries = new ArrayList<>();

    Ledger(Traits traits) {
        this.traits = traits;
    }

    void sent(List<Change> changes, Duration now, boolean answered) {
        forgetOld(now);
        for (Change change : changes) {
            if (entries.size() == MOST_ENTRIES) {
                entries.removeFirst();
            }
            entries.add(new Entry(change, now, answered));
        }
    }

    /** What the target holds, as far as we know: what was read, and what it acknowledged so lately that a read may miss it. */
    RecordSet believed(RecordSet read, Duration now) {
        forgetOld(now);
        Set<InetAddress> unanswered = unanswered(now);
        RecordSet believed = read;
        for (Entry entry : entries) {
            if (entry.answered()
                    && within(entry, traits.staleness(), now)
                    && !unanswered.contains(entry.change().address())) {
                believed = with(believed, entry.change());
            }
        }
        return believed;
    }

    private static RecordSet with(RecordSet held, Change change) {
        TargetRecord present = held.of(change.address()).orElse(null);
        return switch (change) {
            case Change.Add _ when present != null -> held.after(List.of(new Change.Enable(present)));
            case Change.Disable _ when present == null -> held;
            case Change.Add _, Change.Disable _, Change.Enable _, Change.SetWeight _, Change.SetTtl _ ->
                held.after(List.of(change));
        };
    }

    /** The addresses of writes that may have been applied, or may be yet. */
    Set<InetAddress> unanswered(Duration now) {
        var found = new LinkedHashSet<InetAddress>();
        for (Entry entry : entries) {
            if (!entry.answered() && within(entry, traits.lateness(), now)) {
                found.add(entry.change().address());
            }
        }
        return found;
    }

    /**
     * What the removals that we sent leave uncertain. An unanswered one may come to pass until its time is over, whatever
     * was written since; an acknowledged one is undone by an acknowledged return.
     */
    Certainty certainty() {
        return new Certainty() {
            @Override
            public Duration ofHeld(InetAddress address) {
                Duration from = Duration.ZERO;
                for (Entry entry : entries) {
                    if (entry.answered() && entry.change().address().equals(address)) {
                        from = switch (entry.change()) {
                            case Change.Disable _ -> entry.at().plus(traits.staleness());
                            case Change.Add _, Change.Enable _ -> Duration.ZERO;
                            case Change.SetWeight _, Change.SetTtl _ -> from;
                        };
                    }
                }
                return later(from, ofAdded(address));
            }

            @Override
            public Duration ofAdded(InetAddress address) {
                Duration until = Duration.ZERO;
                for (Entry entry : entries) {
                    if (!entry.answered()
                            && entry.change() instanceof Change.Disable
                            && entry.change().address().equals(address)) {
                        until = later(until, entry.at().plus(traits.lateness()));
                    }
                }
                return until;
            }
        };
    }

    private void forgetOld(Duration now) {
        entries.removeIf(entry -> !within(entry, entry.answered() ? traits.staleness() : traits.lateness(), now));
    }

    private static boolean within(Entry entry, Duration window, Duration now) {
        return now.compareTo(entry.at().plus(window)) < 0;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
