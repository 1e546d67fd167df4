package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.core.Event;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.PublishEvent;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Passes on what publishers to remote targets did: to the metrics, to the recent events and to the core. Any thread. */
final class PublisherNews implements Publishers.Listener {
    private final Metrics metrics;
    private final RecentEvents recent;
    private final Clock wall;
    private final Consumer<Event> events;

    PublisherNews(Metrics metrics, RecentEvents recent, Clock wall, Consumer<Event> events) {
        this.metrics = metrics;
        this.recent = recent;
        this.wall = wall;
        this.events = events;
    }

    @Override
    public void told(String publisher, PublishEvent event) {
        metrics.published(publisher, event);
        Published.of(publisher, event).ifPresent(told -> {
            recent.add(
                    wall.instant(),
                    "publish",
                    told.service(),
                    null,
                    publisher + ": " + Published.words(told),
                    Map.of(
                            "publisher",
                            publisher,
                            "generation",
                            told.generation(),
                            "stage",
                            told.stage().name()));
            events.accept(told);
        });
    }

    @Override
    public void handedBack(String publisher, String service, HandBack outcome) {
        switch (outcome) {
            case HandBack.Planned _ -> {}
            case HandBack.Done done ->
                add(publisher, service, "handed back, since it is kept no longer: " + text(done));
            case HandBack.Failed failed ->
                failed(
                        publisher,
                        service,
                        failed.why().code() + ": " + failed.why().text());
            case HandBack.Refused refused -> failed(publisher, service, refused.why());
        }
    }

    private void failed(String publisher, String service, String why) {
        add(publisher, service, "not handed back, and kept no longer: " + why);
        events.accept(new Event.HandBackFailed(service, publisher, why));
    }

    private void add(String publisher, String service, String text) {
        recent.add(wall.instant(), "publish", service, null, publisher + ": " + text);
    }

    private static String text(HandBack.Done done) {
        List<Change> changes = done.changes();
        String text = changes.isEmpty()
                ? "nothing was to be written"
                : changes.stream().map(Change::text).collect(Collectors.joining("; "));
        return done.unchecked().isEmpty()
                ? text
                : text + "; stays out, since the target has no check for it: "
                        + done.unchecked().stream()
                                .map(InetAddress::getHostAddress)
                                .collect(Collectors.joining(", "));
    }
}
