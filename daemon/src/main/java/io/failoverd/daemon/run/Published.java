package io.failoverd.daemon.run;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.PublishStage;
import io.failoverd.dns.model.PublishEvent;
import java.time.Duration;
import java.util.Optional;

/** What a publisher tells, as the core hears it. */
final class Published {
    private Published() {}

    /** Empty for what is no matter of the core: a single call, a single write. */
    static Optional<Event.PublishTold> of(String publisher, PublishEvent event) {
        return switch (event) {
            case PublishEvent.Published published ->
                told(publisher, event, PublishStage.PUBLISHED, "read back " + after(published.after()));
            case PublishEvent.Verified verified ->
                told(
                        publisher,
                        event,
                        PublishStage.VERIFIED,
                        "answered by its name servers " + after(verified.after()));
            case PublishEvent.Lagging lagging -> told(publisher, event, PublishStage.LAGGING, lagging.text());
            case PublishEvent.Failed failed ->
                told(
                        publisher,
                        event,
                        PublishStage.FAILED,
                        failed.failure().code() + ": " + failed.failure().text());
            case PublishEvent.Drifted drifted ->
                told(
                        publisher,
                        event,
                        PublishStage.DRIFTED,
                        String.join("; ", drifted.drift().text()));
            case PublishEvent.Undrifted _ -> told(publisher, event, PublishStage.SETTLED, "as decided again");
            case PublishEvent.Retrying _, PublishEvent.AppliedLate _, PublishEvent.Withheld _, PublishEvent.Wrote _ ->
                Optional.empty();
        };
    }

    private static Optional<Event.PublishTold> told(
            String publisher, PublishEvent event, PublishStage stage, String text) {
        return Optional.of(new Event.PublishTold(event.name(), publisher, event.generation(), stage, text));
    }

    private static String after(Duration since) {
        return Durations.format(Duration.ofMillis(since.toMillis())) + " after the decision";
    }

    /** For the list of what happened lately. */
    static String words(Event.PublishTold told) {
        return "generation " + told.generation() + " " + told.stage() + ": " + told.text();
    }
}
