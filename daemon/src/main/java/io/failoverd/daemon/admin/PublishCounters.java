package io.failoverd.daemon.admin;

import io.failoverd.dns.model.PublishEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What publishers to remote targets did, counted when they do it. Their codes are from a bounded set. */
final class PublishCounters {
    private final MeterRegistry registry;

    PublishCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void told(String publisher, PublishEvent event) {
        switch (event) {
            case PublishEvent.Published _ -> outcome(publisher, "published");
            case PublishEvent.Verified _ -> outcome(publisher, "verified");
            case PublishEvent.Lagging _ -> outcome(publisher, "lagging");
            case PublishEvent.Failed failed -> {
                outcome(publisher, "failed");
                failure(publisher, failed.failure().code());
            }
            case PublishEvent.Retrying retrying ->
                failure(publisher, retrying.failure().code());
            case PublishEvent.Drifted _ -> outcome(publisher, "drifted");
            case PublishEvent.AppliedLate _ -> outcome(publisher, "applied_late");
            case PublishEvent.Withheld _ -> outcome(publisher, "withheld");
            case PublishEvent.Wrote _ ->
                Counter.builder("failoverd.publish.writes")
                        .description("Changes that a remote target acknowledged.")
                        .tag("publisher", publisher)
                        .register(registry)
                        .increment();
            case PublishEvent.Undrifted _ -> {}
        }
    }

    private void outcome(String publisher, String outcome) {
        Counter.builder("failoverd.publish.outcomes")
                .description("What became of decisions at remote targets.")
                .tag("publisher", publisher)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private void failure(String publisher, String code) {
        Counter.builder("failoverd.publish.call.failures")
                .description("Calls to remote targets that failed, by the target's code.")
                .tag("publisher", publisher)
                .tag("code", code)
                .register(registry)
                .increment();
    }
}
