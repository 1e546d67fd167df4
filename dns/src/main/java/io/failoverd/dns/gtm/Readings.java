package io.failoverd.dns.gtm;

import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import java.util.List;
import java.util.Optional;

/** What both versions say of what they read, and in the same words. */
final class Readings {
    private Readings() {}

    /** @param silent why GTM answers none, or not all, of them; empty: it answers them */
    static Reading of(ManagedName name, List<TargetRecord> records, Optional<String> silent) {
        if (records.size() > RecordSet.MOST_RECORDS) {
            return new Reading.Unknown(new Failure(
                    FailureClass.CONFIG,
                    "too-many",
                    name.name() + " has more than " + RecordSet.MOST_RECORDS + " addresses"));
        }
        if (records.stream().map(TargetRecord::address).distinct().count() != records.size()) {
            return new Reading.Unknown(new Failure(
                    FailureClass.CONFIG, "twice", "GTM holds an address of " + name.name() + " twice: " + records));
        }
        return new Reading.Known(new RecordSet(name.name(), records), silent);
    }

    static Failure noPool(ManagedName name, Family family, List<String> pools) {
        return new Failure(
                FailureClass.CONFIG,
                "no-pool",
                name.name() + " has " + family.text() + " addresses, and none of its pools " + pools + " takes those");
    }

    /** No ETag says so: the pool that was just read is not the one that the changes were made for. */
    static Failure changed(String pool) {
        return new Failure(
                FailureClass.CHANGED,
                "changed",
                "pool " + pool + " is not as it was read before: somebody else changed it, or a read is behind");
    }
}
