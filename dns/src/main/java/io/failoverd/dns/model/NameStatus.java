package io.failoverd.dns.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a name stands at a target. Generations are 0 where there is none yet.
 *
 * @param ttl that its records should have; zero: as they are
 * @param desired the newest generation asked for
 * @param published the newest that the target was read to hold
 * @param verified the newest that the target's own name servers were seen to answer
 * @param step what the publisher does about the name now, in a word or two
 * @param since when {@code step} became so
 * @param behindSince since when the target does not hold what is desired; empty where it does. The lag is until now
 * @param held what was read last, in lines; empty where nothing was read yet
 * @param drift what someone else changed, and foreign records
 * @param lastError until the name is published again
 */
public record NameStatus(
        String name,
        Duration ttl,
        long desired,
        long published,
        long verified,
        String step,
        Instant since,
        Optional<Instant> behindSince,
        Optional<RecordSet> held,
        RecordDiff drift,
        Optional<LastError> lastError) {
    /** What failed, and since when it fails in a row. */
    public record LastError(Failure failure, Instant at, Instant since, int inARow) {}

    /** Where the target lets no TTL be as short as is wanted. */
    public Optional<TtlFloor> ttlFloor() {
        return held.flatMap(records -> TtlFloor.of(ttl, records));
    }

    /** Whether an operator should look. */
    public List<String> complaints() {
        return lastError
                .map(error ->
                        List.of(error.failure().code() + ": " + error.failure().text()))
                .orElseGet(drift::text);
    }
}
