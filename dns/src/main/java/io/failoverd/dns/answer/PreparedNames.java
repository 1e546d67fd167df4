package io.failoverd.dns.answer;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * All names for which something is prepared, by their wire format. Immutable. The cost of a look-up does not depend on how
 * many names there are, and it neither allocates nor locks.
 */
public final class PreparedNames {
    /** Open addressing, at most half full. */
    private final @Nullable NameEntry[] buckets;

    private final int fewestLabels;

    private PreparedNames(@Nullable NameEntry[] buckets, int fewestLabels) {
        this.buckets = buckets;
        this.fewestLabels = fewestLabels;
    }

    /**
     * The table of these names.
     *
     * @param fewestLabels those of the shortest name of a zone: nothing above it is looked for
     */
    static PreparedNames of(Collection<NameEntry> entries, int fewestLabels) {
        int size = Integer.highestOneBit(Math.max(4, entries.size() * 2)) * 2;
        var names = new PreparedNames(new NameEntry[size], fewestLabels);
        entries.forEach(names::insert);
        return names;
    }

    private void insert(NameEntry entry) {
        int at = entry.hash() & (buckets.length - 1);
        while (buckets[at] != null) {
            at = (at + 1) & (buckets.length - 1);
        }
        buckets[at] = entry;
    }

    /** Whether responses for a type can be prepared: all but the meta types of RFC 6895 section 3.1. */
    public static boolean covers(int type) {
        return type < 128 || type > 255;
    }

    /** The entry of exactly this name. */
    public @Nullable NameEntry find(AskedName asked) {
        return find(asked, 0);
    }

    private @Nullable NameEntry find(AskedName asked, int dropped) {
        int at = asked.hash(dropped) & (buckets.length - 1);
        for (NameEntry entry = buckets[at]; entry != null; entry = buckets[at]) {
            if (entry.is(asked, dropped)) {
                return entry;
            }
            at = (at + 1) & (buckets.length - 1);
        }
        return null;
    }

    /**
     * The closest name above one that has no entry (RFC 4592 section 3.3.1); null where no zone of ours is above it. Every
     * name between a zone's and one of its records has an entry, so the first that is missing ends the search.
     */
    public @Nullable NameEntry encloser(AskedName asked) {
        NameEntry closest = null;
        for (int dropped = asked.labels() - fewestLabels; dropped > 0; dropped--) {
            NameEntry entry = find(asked, dropped);
            if (entry == null && closest != null) {
                return closest;
            }
            closest = entry;
        }
        return closest;
    }
}
