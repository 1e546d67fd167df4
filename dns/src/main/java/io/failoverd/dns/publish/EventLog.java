package io.failoverd.dns.publish;

import io.failoverd.dns.model.PublishEvent;
import org.slf4j.Logger;

/** What a publisher leaves in the log: changes and trouble, not routine. */
final class EventLog {
    private EventLog() {}

    static void log(Logger log, String publisher, PublishEvent event) {
        String name = event.name();
        long generation = event.generation();
        switch (event) {
            case PublishEvent.Wrote wrote ->
                log.info(
                        "publisher={} service={} generation={} wrote: {}",
                        publisher,
                        name,
                        generation,
                        wrote.change().text());
            case PublishEvent.Published published ->
                log.info(
                        "publisher={} service={} generation={} published after {} ms",
                        publisher,
                        name,
                        generation,
                        published.after().toMillis());
            case PublishEvent.Verified verified ->
                log.info(
                        "publisher={} service={} generation={} verified after {} ms",
                        publisher,
                        name,
                        generation,
                        verified.after().toMillis());
            case PublishEvent.Lagging lagging ->
                log.warn(
                        "publisher={} service={} generation={} name servers lag: {}",
                        publisher,
                        name,
                        generation,
                        lagging.text());
            case PublishEvent.Failed failed ->
                log.error(
                        "publisher={} service={} generation={} not published: {} {}",
                        publisher,
                        name,
                        generation,
                        failed.failure().code(),
                        failed.failure().text());
            case PublishEvent.Retrying retrying ->
                log.warn(
                        "publisher={} service={} generation={} tries again in {} ms: {} {} {}",
                        publisher,
                        name,
                        generation,
                        retrying.pause().toMillis(),
                        retrying.failure().kind(),
                        retrying.failure().code(),
                        retrying.failure().text());
            case PublishEvent.Drifted drifted ->
                log.warn(
                        "publisher={} service={} generation={} drifted: {}",
                        publisher,
                        name,
                        generation,
                        drifted.drift().text());
            case PublishEvent.Undrifted _ ->
                log.info("publisher={} service={} generation={} is as decided again", publisher, name, generation);
            case PublishEvent.AppliedLate late ->
                log.warn(
                        "publisher={} service={} generation={} a write was applied late, repairing: {}",
                        publisher,
                        name,
                        generation,
                        late.repair().text());
            case PublishEvent.Withheld withheld ->
                log.warn("publisher={} service={} generation={} {}", publisher, name, generation, withheld.text());
        }
    }
}
