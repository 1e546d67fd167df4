package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.PublishEvent;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What a publisher leaves in the log. */
final class EventLog {
    private EventLog() {}

    static void log(Logger log, String publisher, PublishEvent event) {
        log.atLevel(level(event))
                .log(
                        "publisher={} service={} generation={} {}",
                        publisher,
                        event.name(),
                        event.generation(),
                        text(event));
    }

    static void log(Logger log, String publisher, String service, HandBack outcome) {
        switch (outcome) {
            case HandBack.Planned _ -> {}
            case HandBack.Done done ->
                log.info(
                        "publisher={} service={} handed back to the target's own health checks: {}; without one, and out: {}",
                        publisher,
                        service,
                        done.changes().stream().map(Change::text).toList(),
                        done.unchecked());
            case HandBack.Failed failed ->
                log.error(
                        "publisher={} service={} not handed back: {} {}",
                        publisher,
                        service,
                        failed.why().code(),
                        failed.why().text());
            case HandBack.Refused refused ->
                log.error("publisher={} service={} not handed back: {}", publisher, service, refused.why());
        }
    }

    private static Level level(PublishEvent event) {
        return switch (event) {
            case PublishEvent.Wrote _, PublishEvent.Published _, PublishEvent.Verified _, PublishEvent.Undrifted _ ->
                Level.INFO;
            case PublishEvent.Lagging _,
                    PublishEvent.Retrying _,
                    PublishEvent.Drifted _,
                    PublishEvent.AppliedLate _,
                    PublishEvent.Withheld _ -> Level.WARN;
            case PublishEvent.Failed _ -> Level.ERROR;
        };
    }

    private static String text(PublishEvent event) {
        return switch (event) {
            case PublishEvent.Wrote wrote -> "wrote: " + wrote.change().text();
            case PublishEvent.Published published ->
                "published after " + published.after().toMillis() + " ms";
            case PublishEvent.Verified verified ->
                "verified after " + verified.after().toMillis() + " ms";
            case PublishEvent.Lagging lagging -> "name servers lag: " + lagging.text();
            case PublishEvent.Failed failed ->
                "not published: " + failed.failure().code() + " "
                        + failed.failure().text();
            case PublishEvent.Retrying retrying ->
                "tries again in " + retrying.pause().toMillis() + " ms: "
                        + retrying.failure().kind() + " " + retrying.failure().code() + " "
                        + retrying.failure().text();
            case PublishEvent.Drifted drifted -> "drifted: " + drifted.drift().text();
            case PublishEvent.Undrifted _ -> "is as decided again";
            case PublishEvent.AppliedLate late ->
                "a write was applied late, repairing: " + late.repair().text();
            case PublishEvent.Withheld withheld -> withheld.text();
        };
    }
}
