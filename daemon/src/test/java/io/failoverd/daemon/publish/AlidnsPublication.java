package io.failoverd.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.publish.RemotePublisher;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** A publisher of one name over a stage, told decisions one after the other. */
final class AlidnsPublication implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private final List<PublishEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Stage stage;
    private final ManagedName name;
    private final RemotePublisher publisher;
    private long generation;

    AlidnsPublication(Stage stage, ManagedName name) {
        this.stage = stage;
        this.name = name;
        this.publisher = new RemotePublisher(
                "alidns",
                stage.provider(),
                List.of(name),
                new PublishLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(50),
                        Duration.ZERO,
                        false,
                        4,
                        10,
                        Duration.ofSeconds(1)),
                stage.surroundings(),
                events::add);
        publisher.start();
    }

    Future<PublishOutcome> publish(WeightedAddress... addresses) {
        return publisher.publish(new DesiredRecords(
                name.name(),
                ++generation,
                Duration.ofSeconds(30),
                new Selection(List.of(addresses), Math.max(1, addresses.length)),
                new TreeMap<>(),
                Instant.EPOCH));
    }

    Future<PublishOutcome> publish(InetAddress... addresses) {
        var each = new ArrayList<WeightedAddress>();
        for (InetAddress address : addresses) {
            each.add(new WeightedAddress(address, 1));
        }
        return publish(each.toArray(WeightedAddress[]::new));
    }

    void applied(Future<PublishOutcome> future) {
        assertThat(stage.until(future::isComplete, SOON))
                .as("told: %s", status())
                .isTrue();
        assertThat(future.result()).as("%s", status()).isEqualTo(new PublishOutcome.Applied(generation));
    }

    void verified() {
        assertThat(stage.until(() -> status().verified() == generation, SOON))
                .as("verified: %s", status())
                .isTrue();
    }

    NameStatus status() {
        return publisher.status().names().getFirst();
    }

    List<PublishEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        publisher.close();
    }
}
