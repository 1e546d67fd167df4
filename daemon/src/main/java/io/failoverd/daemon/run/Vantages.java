package io.failoverd.daemon.run;

import io.failoverd.daemon.config.HealthPolling;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.core.Event;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The other vantages, as the configuration in force has them. What is started here is stopped here. */
final class Vantages implements AutoCloseable {
    /** Asks a publisher what its target's own health checks say of a service; blocks. */
    interface Source {
        HealthReading health(String publisher, String service);
    }

    /** What a poll was started with: one that stays the same goes on, and what it has said since when. */
    private record Asked(String publisher, String vantage, List<ManagedName> names, Duration interval) {}

    private final Source source;
    private final Clock wall;
    private final Consumer<Event.VoteHeard> told;
    private final Map<Asked, HealthPoll> polls = new HashMap<>();
    private boolean closed;

    /** @param told on a poll's thread; must return at once */
    Vantages(Source source, Clock wall, Consumer<Event.VoteHeard> told) {
        this.source = source;
        this.wall = wall;
        this.told = told;
    }

    /**
     * Starts what is new, ends what is gone, and leaves what is as it was.
     *
     * @param inForce the publishers as they are; asked here, so that of two calls the later knows the later ones
     */
    synchronized void replace(Supplier<List<PublisherSettings>> inForce) {
        List<PublisherSettings> publishers = closed ? List.of() : inForce.get();
        Map<Asked, HealthPoll> next = new HashMap<>();
        for (PublisherSettings publisher : publishers) {
            @Nullable String vantage = publisher.target().vantage();
            if (vantage != null) {
                HealthPolling polling = HealthPolling.of(publisher);
                var asked = new Asked(publisher.name(), vantage, publisher.names(), polling.interval());
                @Nullable HealthPoll present = polls.remove(asked);
                next.put(asked, present == null ? begun(asked) : present);
            }
        }
        end();
        polls.putAll(next);
    }

    private HealthPoll begun(Asked asked) {
        return new HealthPoll(
                asked.vantage(),
                asked.names(),
                asked.interval(),
                service -> source.health(asked.publisher(), service),
                wall,
                told);
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }

    private void end() {
        polls.values().forEach(HealthPoll::close);
        polls.clear();
    }
}
