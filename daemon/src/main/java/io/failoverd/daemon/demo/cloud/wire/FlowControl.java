package io.failoverd.daemon.demo.cloud.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket for each caller and action, one second deep. Belongs to the cloud, under whose lock it is called; a
 * clock that steps back refills nothing.
 */
public final class FlowControl {
    /** Calls a second, from the published quotas of the account. */
    public static final Map<String, Integer> PUBLISHED = Map.of(
            "DescribeDomainRecords", 100,
            "DescribeSubDomainRecords", 300,
            "DescribeDomainRecordInfo", 200,
            "AddDomainRecord", 60,
            "UpdateDomainRecord", 60,
            "DeleteDomainRecord", 60);

    /** For the actions whose quota is not published: a guess, and on the low side on purpose. */
    public static final int UNPUBLISHED = 20;

    private final Map<String, Integer> perSecond;
    private final int others;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private record Bucket(double tokens, Instant at) {}

    public FlowControl(Map<String, Integer> perSecond, int others) {
        this.perSecond = Map.copyOf(perSecond);
        this.others = others;
    }

    public void pass(ApiCall call, Instant now) throws Refusal {
        int rate = perSecond.getOrDefault(call.action(), others);
        String key = call.caller() + " " + call.action();
        Bucket last = buckets.getOrDefault(key, new Bucket(rate, now));
        double seconds = Math.max(0, Duration.between(last.at(), now).toNanos() / 1e9);
        double tokens = Math.min(rate, last.tokens() + seconds * rate);
        if (tokens < 1) {
            buckets.put(key, new Bucket(tokens, now));
            throw Refusal.throttled();
        }
        buckets.put(key, new Bucket(tokens - 1, now));
    }
}
