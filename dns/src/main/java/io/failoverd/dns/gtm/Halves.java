package io.failoverd.dns.gtm;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes that were acknowledged and left another one to do, for as long as a reading may not show them: what is behind must
 * not make us write them again. Bounded by the addresses that a publisher keeps. Any thread may use it.
 */
final class Halves {
    private record Switched(CloudGtmAddress before, CloudGtmAddress.Write write, long nanos) {}

    private final long shown;
    private final Map<String, Switched> switched = new ConcurrentHashMap<>();
    private final Map<String, Long> listed = new ConcurrentHashMap<>();

    /** @param staleness how far a reading may be behind */
    Halves(Duration staleness) {
        this.shown = staleness.toNanos();
    }

    private boolean isFresh(long nanos) {
        return System.nanoTime() - nanos < shown;
    }

    /** The first of two switches was thrown. */
    void switched(CloudGtmAddress before, CloudGtmAddress.Write write) {
        switched.put(before.id(), new Switched(before, write, System.nanoTime()));
    }

    /** What an address is like that was read so. */
    CloudGtmAddress seen(CloudGtmAddress read) {
        Switched lately = switched.get(read.id());
        return lately != null && isFresh(lately.nanos()) && lately.before().equals(read)
                ? read.after(lately.write())
                : read;
    }

    /** An address was written as another than it was; what was half done is of no interest any more. */
    void over(String addressId) {
        switched.remove(addressId);
    }

    /** The list of a pool was written with an address that is not yet switched as wanted. */
    void listed(String pool, String addressId) {
        listed.put(pool + "/" + addressId, System.nanoTime());
    }

    /** Whether a list without the address may be behind such a write. */
    boolean mayBeListed(String pool, String addressId) {
        Long nanos = listed.get(pool + "/" + addressId);
        return nanos != null && isFresh(nanos);
    }
}
