package io.failoverd.dns.alidns;

import io.failoverd.dns.model.TargetRecord;
import java.util.Optional;

/**
 * What a write has to know of a record besides its address, as {@link TargetRecord#id} carries it.
 *
 * @param recordId Alidns' own
 * @param muted enabled, and not answered for its weight of 0
 * @param value as it is written there: an IPv6 address has several spellings, and an update says it again
 */
record Handle(String recordId, boolean muted, String value) {
    private static final String MUTED = "muted";

    String text() {
        return recordId + "/" + (muted ? MUTED : "") + "/" + value;
    }

    /** Empty where the record was made by us and not read yet. */
    static Optional<Handle> of(TargetRecord record) {
        String[] parts = record.id().split("/", -1);
        return parts.length == 3 && !parts[0].isEmpty()
                ? Optional.of(new Handle(parts[0], parts[1].equals(MUTED), parts[2]))
                : Optional.empty();
    }
}
