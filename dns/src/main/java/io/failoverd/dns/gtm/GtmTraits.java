package io.failoverd.dns.gtm;

import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.publish.Traits;
import java.time.Duration;

/** What holds for both versions of GTM. None of it is documented; it is what we go by until a real account shows more. */
final class GtmTraits {
    /** Nothing is promised about reads after writes; other tools wait two or three seconds between calls. */
    private static final Duration STALENESS = Duration.ofSeconds(5);

    /** Writes of an instance are taken one after the other, and one that waits is refused as busy rather than kept. */
    private static final Duration LATENESS = Duration.ofSeconds(10);

    /** A pool for each family, and the write after that. */
    static final int REQUESTS_A_CALL = 3;

    private GtmTraits() {}

    /**
     * No write is conditional: there is no version to compare. Answers are never taken for whole: GTM's own health, its
     * weights, lines and limits of what one answer holds all leave addresses out.
     *
     * @param requestsACall that a reading or a write makes at most: it is requests that the account's quota counts
     */
    static Traits of(AliyunApi api, int largestWeight, int requestsACall) {
        double callsPerSecond = api.settings().callsPerSecond() / requestsACall;
        return new Traits(false, STALENESS, LATENESS, largestWeight, false, callsPerSecond, (int)
                Math.max(2, Math.ceil(callsPerSecond)));
    }
}
