package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every address record that a target holds for a name, read as a whole: a part of it is no record set but unknown.
 *
 * @param records one for each address, in the target's order
 * @param smallestTtl what the target lets a TTL be at least; zero where it has no floor, or did not say
 */
public record RecordSet(String name, List<TargetRecord> records, Duration smallestTtl) {
    /** More than any pool holds (GTM: 50, a free Alidns WRR set: 10, a paid one: 90); a name with more is no pool. */
    public static final int MOST_RECORDS = 500;

    public RecordSet {
        records = List.copyOf(records);
        if (records.size() > MOST_RECORDS) {
            throw new IllegalArgumentException(name + " has more than " + MOST_RECORDS + " records");
        }
        if (records.stream().map(TargetRecord::address).distinct().count() != records.size()) {
            throw new IllegalArgumentException(name + " has an address twice: " + records);
        }
    }

    public RecordSet(String name, List<TargetRecord> records) {
        this(name, records, Duration.ZERO);
    }

    public Optional<TargetRecord> of(InetAddress address) {
        return records.stream()
                .filter(record -> record.address().equals(address))
                .findFirst();
    }

    /** The addresses that are switched on. */
    public Set<InetAddress> enabled() {
        return those(TargetRecord::enabled);
    }

    /** The addresses that the target answers; fewer than are enabled where its own health checks hold some out. */
    public Set<InetAddress> answering() {
        return those(TargetRecord::answers);
    }

    private Set<InetAddress> those(Predicate<TargetRecord> which) {
        var found = new LinkedHashSet<InetAddress>();
        for (TargetRecord record : records) {
            if (which.test(record)) {
                found.add(record.address());
            }
        }
        return Collections.unmodifiableSet(found);
    }

    /** What the target holds when it has taken these changes. A record that was switched off stays known as such. */
    public RecordSet after(List<Change> changes) {
        Map<InetAddress, TargetRecord> next = new LinkedHashMap<>();
        records.forEach(record -> next.put(record.address(), record));
        for (Change change : changes) {
            next.compute(change.address(), (address, held) -> switch (change) {
                case Change.Add add ->
                    new TargetRecord(
                            address, true, add.weight(), add.ttl(), "", add.control(), TargetHealth.UNMONITORED);
                case Change.Enable enable -> (held == null ? enable.record() : held).withEnabled(enable.control());
                case Change.Disable disable -> (held == null ? disable.record() : held).withDisabled();
                case Change.SetWeight set -> (held == null ? set.record() : held).withWeight(set.weight());
                case Change.SetTtl set -> (held == null ? set.record() : held).withTtl(set.ttl());
            });
        }
        return new RecordSet(name, List.copyOf(next.values()), smallestTtl);
    }
}
