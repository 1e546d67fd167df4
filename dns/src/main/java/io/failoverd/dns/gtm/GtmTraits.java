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

    /** A reading is a request for each of two pools, a write one that reads and one that writes. */
    private static final double REQUESTS_A_CALL = 2;

    private GtmTraits() {}

    /**
     * No write is conditional: there is no version to compare. Answers are never taken for whole: GTM's own health, its
     * weights, lines and limits of what one answer holds all leave addresses out.
     */
    static Traits of(AliyunApi api, int largestWeight) {
        double callsPerSecond = api.settings().callsPerSecond() / REQUESTS_A_CALL;
        return new Traits(false, STALENESS, LATENESS, largestWeight, false, callsPerSecond, (int)
                Math.max(2, Math.ceil(callsPerSecond)));
    }
}
