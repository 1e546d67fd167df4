package io.failoverd.daemon.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the store is, as of now.
 *
 * @param failingSince wall time of the first of the failures that have not ended; null while all is well
 * @param lastError the last failure, also after it has ended; null if there was none
 * @param decisionsPaused whether decisions are not journalled because the disk is full
 * @param waiting rows that are not on disk yet
 * @param bytes size of the database, without its write-ahead log
 * @param decisionsDropped decisions that were never journalled, since the start
 * @param alertsUnkept alerts that never reached the disk because too many waited for it, since the start; they were
 *     still handed over for delivery
 */
public record StoreHealth(
        @Nullable Instant failingSince,
        @Nullable String lastError,
        boolean decisionsPaused,
        int waiting,
        long bytes,
        long decisionsDropped,
        long alertsUnkept) {
    public boolean ok() {
        return failingSince == null;
    }
}
