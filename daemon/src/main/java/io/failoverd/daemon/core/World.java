package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * All that the core knows. Immutable: the event pump replaces it, everyone else looks at it without a lock. Persistent
 * collections make the cost of a step follow what it changes.
 */
public final class World {
    private final PMap<String, ServiceState> services;
    private final TreePSet<Due> due;
    private final WallAnchor wall;
    private final Generations generations;
    private final boolean configRejected;

    World(
            PMap<String, ServiceState> services,
            TreePSet<Due> due,
            WallAnchor wall,
            Generations generations,
            boolean configRejected) {
        this.services = services;
        this.due = due;
        this.wall = wall;
        this.generations = generations;
        this.configRejected = configRejected;
    }

    /**
     * A world without services.
     *
     * @param usedBefore generations that earlier runs may have used
     * @param reserved generations that are reserved on disk for this run
     */
    public static World start(Moment now, Instant wall, long usedBefore, long reserved) {
        return new World(
                HashTreePMap.empty(),
                TreePSet.empty(),
                new WallAnchor(now, wall),
                new Generations(usedBefore, Math.max(usedBefore, reserved), reserved),
                false);
    }

    /** The services by name. */
    public PMap<String, ServiceState> services() {
        return services;
    }

    public Optional<ServiceState> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public WallAnchor wall() {
        return wall;
    }

    public Generations generations() {
        return generations;
    }

    /** Whether the latest configuration that was offered was refused, and the one before it still holds. */
    public boolean configRejected() {
        return configRejected;
    }

    /** When the core wants to be woken at the latest; empty when nothing is due by time alone. */
    public Optional<Moment> nextDue() {
        return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at());
    }

    Optional<Due> firstDue() {
        return due.isEmpty() ? Optional.empty() : Optional.of(due.first());
    }

    World with(ServiceState next) {
        String name = next.plan().name();
        TreePSet<Due> queue = withoutDue(name);
        if (next.due() != null) {
            queue = queue.plus(new Due(next.due(), name));
        }
        return new World(services.plus(name, next), queue, wall, generations, configRejected);
    }

    World without(String service) {
        return new World(services.minus(service), withoutDue(service), wall, generations, configRejected);
    }

    World with(WallAnchor next) {
        return new World(services, due, next, generations, configRejected);
    }

    World with(Generations next) {
        return new World(services, due, wall, next, configRejected);
    }

    World withConfigRejected(boolean rejected) {
        return new World(services, due, wall, generations, rejected);
    }

    private TreePSet<Due> withoutDue(String service) {
        ServiceState present = services.get(service);
        return present == null || present.due() == null ? due : due.minus(new Due(present.due(), service));
    }
}
