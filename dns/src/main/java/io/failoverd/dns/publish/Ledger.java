package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The writes that we sent for one name and that a read may not show yet, or that may still come to pass. It keeps a read
 * that is behind from being taken for the truth, and an address that an unanswered write may switch off from being
 * relied on. Used by the publisher's thread only, and once that has ended by whoever hands back.
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

    /** When the last reading began. A slow one shows the target as it was long before it ends. */
    private Duration readAt = Duration.ZERO;

    Ledger(Traits traits) {
        this.traits = traits;
    }

    /** The same writes, for a provider that goes on with them. */
    Ledger under(Traits now) {
        var next = new Ledger(now);
        next.entries.addAll(entries);
        next.readAt = readAt;
        return next;
    }

    void readBegins(Duration now) {
        readAt = now;
    }

    void sent(List<Change> changes, Duration now, boolean answered) {
        for (Change change : changes) {
            if (entries.size() == MOST_ENTRIES) {
                entries.removeFirst();
            }
            entries.add(new Entry(change, now, answered));
        }
    }

    /** What the target holds, as far as we know: what was read, and what it acknowledged so lately that a read may miss it. */
    RecordSet believed(RecordSet read) {
        entries.removeIf(entry -> !within(entry, window(entry), readAt));
        Set<InetAddress> unanswered = unansweredWhenRead();
        RecordSet believed = read;
        for (Entry entry : entries) {
            if (entry.answered()
                    && within(entry, traits.staleness(), readAt)
                    && !unanswered.contains(entry.change().address())) {
                believed = with(believed, entry.change());
            }
        }
        return believed;
    }

    /**
     * Whether the target has lately acknowledged that it switched something that this reading does not show. Where another
     * write of the address is unanswered, too, nobody knows which of them it shows.
     */
    boolean doubts(RecordSet read) {
        Map<InetAddress, Boolean> switched = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.answered() && within(entry, traits.staleness(), readAt)) {
                switch (entry.change()) {
                    case Change.Add add -> switched.put(add.address(), true);
                    case Change.Enable enable -> switched.put(enable.address(), true);
                    case Change.Disable disable -> switched.put(disable.address(), false);
                    case Change.SetWeight _, Change.SetTtl _ -> {}
                }
            }
        }
        Set<InetAddress> enabled = read.enabled();
        return switched.entrySet().stream().anyMatch(each -> enabled.contains(each.getKey()) != each.getValue());
    }

    private static RecordSet with(RecordSet held, Change change) {
        TargetRecord present = held.of(change.address()).orElse(null);
        return switch (change) {
            case Change.Add add when present != null -> held.after(List.of(new Change.Enable(present, add.control())));
            case Change.Disable _ when present == null -> held;
            case Change.Add _, Change.Disable _, Change.Enable _, Change.SetWeight _, Change.SetTtl _ ->
                held.after(List.of(change));
        };
    }

    /** The addresses of writes that may have been applied since the last reading began, or may be yet. */
    Set<InetAddress> unansweredWhenRead() {
        return unanswered(readAt);
    }

    /** The addresses of writes that may have been applied, or may be yet. */
    Set<InetAddress> unanswered(Duration now) {
        var found = new LinkedHashSet<InetAddress>();
        for (Entry entry : entries) {
            if (!entry.answered() && within(entry, window(entry), now)) {
                found.add(entry.change().address());
            }
        }
        return found;
    }

    /** The addresses that a write without an answer may yet switch off. */
    Set<InetAddress> mayYetBeOff(Duration now) {
        var found = new LinkedHashSet<InetAddress>();
        for (Entry entry : entries) {
            if (entry.change() instanceof Change.Disable && !entry.answered() && within(entry, window(entry), now)) {
                found.add(entry.change().address());
            }
        }
        return found;
    }

    /**
     * What the removals that we sent leave uncertain: each may show, or come to pass, until its time is over. That a return
     * was acknowledged since does not count: what may be taken as the last address has to be seen.
     *
     * @param read what was read last
     */
    Certainty certainty(RecordSet read, Duration now) {
        return new Certainty() {
            @Override
            public boolean seen(InetAddress address) {
                Duration until = until(address, true);
                boolean knownWhenRead = until.compareTo(readAt) <= 0;
                boolean knownByWaiting = until.compareTo(now) > 0;
                return read.answering().contains(address) && (knownWhenRead || knownByWaiting);
            }

            @Override
            public Duration ofHeld(InetAddress address) {
                return until(address, true);
            }

            @Override
            public Duration ofAdded(InetAddress address) {
                return until(address, false);
            }
        };
    }

    private Duration until(InetAddress address, boolean answeredToo) {
        Duration until = Duration.ZERO;
        for (Entry entry : entries) {
            boolean removal = entry.change() instanceof Change.Disable
                    && entry.change().address().equals(address);
            if (removal && (answeredToo || !entry.answered())) {
                Duration over = entry.at().plus(window(entry));
                until = over.compareTo(until) > 0 ? over : until;
            }
        }
        return until;
    }

    /** How long the write may make a reading wrong: what is applied at the last moment is shown later still. */
    private Duration window(Entry entry) {
        return entry.answered() ? traits.staleness() : traits.lateness().plus(traits.staleness());
    }

    private static boolean within(Entry entry, Duration window, Duration now) {
        return now.compareTo(entry.at().plus(window)) < 0;
    }
}
