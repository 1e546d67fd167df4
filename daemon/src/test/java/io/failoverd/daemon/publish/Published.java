package io.failoverd.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.RemotePublisher;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A publisher to a stage, for the cases that one kind of target alone has. */
final class Published implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final Stage stage;
    private final RemotePublisher publisher;
    private final List<PublishEvent> events = Collections.synchronizedList(new ArrayList<>());
    private long generation;

    Published(Stage stage, Provider provider) {
        this.stage = stage;
        this.publisher = new RemotePublisher(
                "gtm",
                provider,
                List.of(stage.name()),
                new PublishLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(500),
                        false,
                        4,
                        10,
                        Duration.ofSeconds(2)),
                stage.surroundings(),
                events::add);
    }

    Published(Stage stage) {
        this(stage, stage.provider());
    }

    Published started() {
        publisher.start();
        return this;
    }

    RemotePublisher publisher() {
        return publisher;
    }

    List<PublishEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    DesiredRecords desired(InetAddress... addresses) {
        return DesiredRecords.of(
                stage.name().name(), ++generation, Duration.ofSeconds(30), List.of(addresses), Instant.EPOCH);
    }

    DesiredRecords weighted(WeightedAddress... addresses) {
        return new DesiredRecords(
                stage.name().name(),
                ++generation,
                Duration.ofSeconds(30),
                new Selection(List.of(addresses), addresses.length),
                Collections.emptySortedMap(),
                Instant.EPOCH);
    }

    PublishOutcome told(DesiredRecords desired) {
        Future<PublishOutcome> future = publisher.publish(desired);
        until(future::isComplete, "the outcome is told");
        return future.result();
    }

    void applied(DesiredRecords desired) {
        assertThat(told(desired)).isEqualTo(new PublishOutcome.Applied(desired.generation()));
    }

    NameStatus status() {
        return publisher.status().names().getFirst();
    }

    void until(BooleanSupplier condition, String what) {
        assertThat(stage.until(condition, SOON)).as("%s: %s", what, events).isTrue();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
