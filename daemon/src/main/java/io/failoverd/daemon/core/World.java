package io.failoverd.daemon.core;

import io.failoverd.daemon.core.CommonMemory.RemovalMemory;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * All that the core knows. Immutable: the event pump replaces it, everyone else looks at it without a lock. Persistent
 * collections make the cost of a step follow what it changes.
 */
public final class World {
    /**
     * What no service has for itself.
     *
     * @param isolationTold whether the alert of our own isolation has begun and not ended
     * @param publishers of each service, as in {@link Plan}
     */
    public record Common(
            WallAnchor wall,
            Generations generations,
            boolean configRejected,
            boolean isolationTold,
            SentinelState sentinels,
            SafetyBrake brake,
            Map<String, Set<String>> publishers) {
        Durable durable() {
            return new Durable(configRejected, isolationTold, brake.spent());
        }

        CommonMemory memory() {
            return new CommonMemory(
                    configRejected,
                    isolationTold,
                    brake.spent().stream()
                            .map(spent -> new RemovalMemory(spent.address(), wall.at(spent.at())))
                            .toList());
        }
    }

    /** What of it outlives a restart, in moments of this run: two equal ones need no second write. */
    record Durable(boolean configRejected, boolean isolationTold, List<SafetyBrake.Spent> removals) {}

    /** All of it as one value, to be kept and gone on from. */
    public record Snapshot(List<ServiceState> services, Common common) {
        public Snapshot {
            services = List.copyOf(services);
        }
    }

    private final PMap<String, ServiceState> services;
    private final TreePSet<Due> due;
    /** Services with a verdict of DOWN that waits for the sentinels. */
    private final TreePSet<String> awaitingSentinels;

    private final Common common;

    private World(
            PMap<String, ServiceState> services, TreePSet<Due> due, TreePSet<String> awaitingSentinels, Common common) {
        this.services = services;
        this.due = due;
        this.awaitingSentinels = awaitingSentinels;
        this.common = common;
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
                TreePSet.empty(),
                new Common(
                        new WallAnchor(now, wall),
                        new Generations(usedBefore, Math.max(usedBefore, reserved), reserved),
                        false,
                        false,
                        SentinelState.none(now),
                        SafetyBrake.NONE,
                        Map.of()));
    }

    /** The world that {@code snapshot} was taken of. */
    public static World of(Snapshot snapshot) {
        var world = new World(HashTreePMap.empty(), TreePSet.empty(), TreePSet.empty(), snapshot.common());
        for (ServiceState service : snapshot.services()) {
            world = world.with(service);
        }
        return world;
    }

    /** This world as one value, its services in the order of their names. */
    public Snapshot snapshot() {
        return new Snapshot(
                services.values().stream()
                        .sorted(Comparator.comparing(service -> service.plan().name()))
                        .toList(),
                common);
    }

    /** The services by name. */
    public PMap<String, ServiceState> services() {
        return services;
    }

    public Optional<ServiceState> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public WallAnchor wall() {
        return common.wall();
    }

    public Generations generations() {
        return common.generations();
    }

    public SentinelState sentinels() {
        return common.sentinels();
    }

    public SafetyBrake brake() {
        return common.brake();
    }

    /** Whether the latest configuration that was offered was refused, and the one before it still holds. */
    public boolean configRejected() {
        return common.configRejected();
    }

    private boolean isolationTold() {
        return common.isolationTold();
    }

    Common common() {
        return common;
    }

    TreePSet<String> awaitingSentinels() {
        return awaitingSentinels;
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
        ServiceState present = services.get(name);
        TreePSet<Due> queue = due;
        if (present == null || !Objects.equals(present.due(), next.due())) {
            queue = withoutDue(name);
            if (next.due() != null) {
                queue = queue.plus(new Due(next.due(), name));
            }
        }
        TreePSet<String> awaiting = awaitingSentinels;
        boolean awaits = next.awaitsSentinels();
        if (awaits != (present != null && present.awaitsSentinels())) {
            awaiting = awaits ? awaiting.plus(name) : awaiting.minus(name);
        }
        return new World(services.plus(name, next), queue, awaiting, common);
    }

    World without(String service) {
        return new World(services.minus(service), withoutDue(service), awaitingSentinels.minus(service), common);
    }

    private World with(Common next) {
        return new World(services, due, awaitingSentinels, next);
    }

    World with(WallAnchor next) {
        return with(new Common(
                next, generations(), configRejected(), isolationTold(), sentinels(), brake(), common.publishers()));
    }

    World with(Generations next) {
        return with(
                new Common(wall(), next, configRejected(), isolationTold(), sentinels(), brake(), common.publishers()));
    }

    World withConfigRejected(boolean rejected) {
        return with(new Common(
                wall(), generations(), rejected, isolationTold(), sentinels(), brake(), common.publishers()));
    }

    World withIsolationTold(boolean told) {
        return with(
                new Common(wall(), generations(), configRejected(), told, sentinels(), brake(), common.publishers()));
    }

    World withPublishers(Map<String, Set<String>> next) {
        return with(new Common(wall(), generations(), configRejected(), isolationTold(), sentinels(), brake(), next));
    }

    World with(SentinelState next) {
        return with(new Common(
                wall(), generations(), configRejected(), isolationTold(), next, brake(), common.publishers()));
    }

    World with(SafetyBrake next) {
        return with(new Common(
                wall(), generations(), configRejected(), isolationTold(), sentinels(), next, common.publishers()));
    }

    private TreePSet<Due> withoutDue(String service) {
        ServiceState present = services.get(service);
        return present == null || present.due() == null ? due : due.minus(new Due(present.due(), service));
    }
}
