package io.failoverd.dns.publish;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.WantedRecords;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** What can be asked about a target while nothing is published. Any thread may use it, and is blocked by it. */
final class Inquiry {
    private final String publisher;
    private final Provider provider;
    private final Calls calls;

    Inquiry(String publisher, Provider provider, Calls calls) {
        this.publisher = publisher;
        this.provider = provider;
        this.calls = calls;
    }

    /** What a decision would change, by one reading. */
    PublishPlan plan(DesiredRecords desired, ManagedName kept) {
        WantedRecords wanted = WantedRecords.of(desired, kept);
        return switch (calls.read(kept)) {
            case Reading.Unknown unknown -> new PublishPlan.Unknown(unknown.why());
            case Reading.Known known ->
                PublishPlan.Changes.of(
                        RecordDiff.between(
                                known.records(),
                                wanted,
                                new LinkedHashSet<>(kept.addresses()),
                                provider.traits().maxWeight(),
                                provider.control()),
                        known.records(),
                        kept.ttl());
        };
    }

    /** What its own health checks say. */
    HealthReading health(String service, @Nullable ManagedName kept) {
        if (kept == null || !(provider instanceof HealthSource source)) {
            return new HealthReading.Unknown(new Failure(
                    FailureClass.CONFIG,
                    "no-health",
                    "publisher " + publisher + " hears no health checks of " + service));
        }
        return calls.health(source, kept);
    }
}
