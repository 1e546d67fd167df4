package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.HostPlan.Family;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.dns.query.Recursion;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the host names of endpoints again and again, each by its own TTL, and tells the core what came of it. The
 * composition root owns it; any thread may call it. A lookup blocks a virtual thread of its own and nobody else. Always: at
 * most one lookup of a name is on its way, and a name that many endpoints share is looked up once.
 */
final class Resolutions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resolutions.class);

    /** More would only queue at the resolver. */
    private static final int AT_ONCE = 16;

    /** A failure is tried again after this, and after twice as long each time it fails again. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** A resolver that is back is found within this. */
    static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 5;

    /** What is looked up. */
    private record Question(String host, Family family) {}

    /** Who wants to know. */
    private record Asker(String service, String endpoint) {}

    private static final class Name {
        private final Question question;
        private Set<Asker> askers = Set.of();
        private int failures;
        private boolean running;
        private boolean again;
        private boolean gone;
        private long timer = NO_TIMER;

        Name(Question question) {
            this.question = question;
        }
    }

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Consumer<Event> events;
    private final Map<Question, Name> names = new HashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private Resolver resolver;

    /** @param events takes what came of a lookup; must return at once */
    Resolutions(Vertx vertx, Configuration configuration, Consumer<Event> events) {
        this.vertx = vertx;
        this.resolver = new Resolver(configuration);
        this.events = events;
    }

    /** From now on these are the names: new ones, and those that somebody new asks for, are looked up at once. */
    synchronized void replace(Configuration configuration) {
        resolver = new Resolver(configuration);
        Map<Question, Set<Asker>> wanted = new LinkedHashMap<>();
        for (ServicePlan service : configuration.services()) {
            for (HostPlan host : service.hosts()) {
                wanted.computeIfAbsent(new Question(host.host(), host.family()), _ -> new LinkedHashSet<>())
                        .add(new Asker(service.name(), host.name()));
            }
        }
        names.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                end(entry.getValue());
            }
            return gone;
        });
        wanted.forEach((question, askers) -> {
            Name name = names.computeIfAbsent(question, Name::new);
            boolean told = name.askers.containsAll(askers);
            name.askers = askers;
            if (!told) {
                lookUp(name);
            }
        });
    }

    private void lookUp(Name name) {
        cancel(name);
        if (name.running) {
            name.again = true; // what it finds is told to whoever asked before
            return;
        }
        name.running = true;
        Resolver present = resolver;
        Thread.ofVirtual().name("resolve-" + name.question.host()).start(() -> {
            Recursion.Result result;
            try {
                places.acquire();
                try {
                    result = present.resolve(name.question.host(), name.question.family());
                } finally {
                    places.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("a bug lost a resolution, host={}", name.question.host(), e);
                result = new Recursion.Nothing("a bug in failoverd: " + e);
            }
            lookedUp(name, result, present);
        });
    }

    private synchronized void lookedUp(Name name, Recursion.Result result, Resolver by) {
        name.running = false;
        if (name.gone) {
            return;
        }
        if (name.again) {
            name.again = false;
            lookUp(name);
            return;
        }
        String host = name.question.host();
        Duration pause = switch (result) {
            case Recursion.Found found -> {
                name.failures = 0;
                name.askers.forEach(asker -> events.accept(
                        new Event.HostResolved(asker.service(), asker.endpoint(), host, found.addresses())));
                yield bounded(found.ttl(), by.settings().minTtl(), by.settings().maxTtl());
            }
            case Recursion.Nothing nothing -> {
                name.failures++;
                name.askers.forEach(asker -> events.accept(
                        new Event.HostUnresolved(asker.service(), asker.endpoint(), host, nothing.why())));
                yield bounded(retry(name.failures), FIRST_RETRY, by.settings().maxTtl());
            }
        };
        name.timer = vertx.setTimer(pause.toMillis(), _ -> due(name));
    }

    /** How long to wait after so many failures in a row. */
    static Duration retry(int failures) {
        Duration next = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return next.compareTo(LONGEST_RETRY) < 0 ? next : LONGEST_RETRY;
    }

    /** A least above the most, as a resolver may be set to, wins. */
    static Duration bounded(Duration given, Duration least, Duration most) {
        Duration atMost = given.compareTo(most) < 0 ? given : most;
        return atMost.compareTo(least) < 0 ? least : atMost;
    }

    private synchronized void due(Name name) {
        name.timer = NO_TIMER;
        if (!name.gone) {
            lookUp(name);
        }
    }

    private void end(Name name) {
        name.gone = true;
        cancel(name);
    }

    private void cancel(Name name) {
        if (name.timer != NO_TIMER) {
            vertx.cancelTimer(name.timer);
            name.timer = NO_TIMER;
        }
    }

    /** A lookup that is on its way ends by its own deadline and tells nobody. */
    @Override
    public synchronized void close() {
        names.values().forEach(this::end);
        names.clear();
    }
}
