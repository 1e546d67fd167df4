package io.failoverd.daemon.run;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.TargetHealth;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one target again and again what its own health checks say, and tells it as the reports of a vantage. Has a virtual
 * thread of its own, which blocks in the calls; an answer that fails is no report, so that what was said before grows old.
 */
final class HealthPoll implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthPoll.class);

    /** An address of a service. */
    private record Key(String service, InetAddress address) {}

    /** What was said last, and since when. */
    private record Said(Opinion opinion, Instant since) {}

    private final String vantage;
    private final List<ManagedName> names;
    private final Duration interval;
    private final Function<String, HealthReading> source;
    private final Clock wall;
    private final Consumer<Event.VoteHeard> told;
    private final CountDownLatch closed = new CountDownLatch(1);
    // The thread's own; bounded by the addresses of the names.
    private final Map<Key, Said> said = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final long run;
    private long number;

    /**
     * Begins at once.
     *
     * @param names the services and their addresses
     * @param interval from round to round
     * @param source asked for a service by its name; may block
     * @param told must return at once
     */
    HealthPoll(
            String vantage,
            List<ManagedName> names,
            Duration interval,
            Function<String, HealthReading> source,
            Clock wall,
            Consumer<Event.VoteHeard> told) {
        this.vantage = vantage;
        this.names = List.copyOf(names);
        this.interval = interval;
        this.source = source;
        this.wall = wall;
        this.told = told;
        this.run = wall.millis();
        Thread.ofVirtual().name("vantage-" + vantage).start(this::run);
    }

    private void run() {
        try {
            do {
                round();
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        for (ManagedName name : names) {
            if (closed.getCount() == 0) {
                return;
            }
            try {
                ask(name);
            } catch (RuntimeException e) {
                LOG.error("vantage={} service={} a bug lost what it says", vantage, name.name(), e);
            }
        }
    }

    private void ask(ManagedName name) {
        Instant asked = wall.instant();
        switch (source.apply(name.name())) {
            case HealthReading.Known known -> tell(name, known.of(), asked);
            case HealthReading.Unknown unknown ->
                failed(name.name(), unknown.why().code() + ": " + unknown.why().text());
        }
    }

    /** Once for each kind of failure: it is asked again and again. */
    private void failed(String service, String why) {
        if (!why.equals(failing.put(service, why))) {
            LOG.warn("vantage={} service={} says nothing: {}", vantage, service, why);
        }
    }

    private void tell(ManagedName name, Map<InetAddress, TargetHealth> health, Instant asked) {
        if (failing.remove(name.name()) != null) {
            LOG.info("vantage={} service={} says something again", vantage, name.name());
        }
        for (InetAddress address : name.addresses()) {
            Opinion opinion = opinion(health.getOrDefault(address, TargetHealth.UNMONITORED));
            var key = new Key(name.name(), address);
            Said before = said.get(key);
            Said now = before != null && before.opinion() == opinion ? before : new Said(opinion, asked);
            said.put(key, now);
            var report = new Report(
                    vantage,
                    new Report.Order(run, ++number),
                    opinion,
                    now.since(),
                    asked,
                    Sentinel.NONE, // it cannot show that it is not itself cut off
                    Instant.EPOCH,
                    asked);
            told.accept(new Event.VoteHeard(name.name(), address, report));
        }
    }

    private static Opinion opinion(TargetHealth health) {
        return switch (health) {
            case OK -> Opinion.UP;
            case FAILING -> Opinion.DOWN;
            case UNMONITORED -> Opinion.UNKNOWN;
        };
    }

    /** Asks no more; what is being asked is told to nobody who minds. */
    @Override
    public void close() {
        closed.countDown();
    }
}
