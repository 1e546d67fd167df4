package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.pool.Decision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What waits for the disk: any number of batches as the one transaction that has the same effect. State is merged,
 * the latest wins for each key, so it is no larger than what exists; alerts and decisions are bounded by the limits.
 * Not thread-safe: the store's lock guards the one that collects, the store's thread owns the one it writes.
 */
final class Backlog {
    /** A decision and the wall time of its step. */
    record Decided(Instant at, Decision decision) {}

    /** A row to write, or its deletion (no row). {@code fresh}: the disk has never seen it. */
    record OutboxChange(Optional<OutboxRow> row, boolean fresh) {}

    private final StoreLimits limits;
    final Map<Batch.EndpointKey, Optional<EndpointMemory>> endpoints = new LinkedHashMap<>();
    final Map<String, ServiceMemory> services = new LinkedHashMap<>();
    /** To go with their endpoints, before anything is put. */
    final Set<String> forgottenServices = new LinkedHashSet<>();

    final Map<OutboxRow.Key, OutboxChange> outbox = new LinkedHashMap<>();
    final Deque<Decided> decisions = new ArrayDeque<>();
    /** Shared by all batches that were merged here, so that a failing disk piles up no futures. */
    final CompletableFuture<Void> durable = new CompletableFuture<>();
    /** Of the backlogs merged into this one: one for each attempt in vain that found something new. */
    private final List<CompletableFuture<Void>> alsoDurable = new ArrayList<>();

    private Optional<CommonMemory> common = Optional.empty();
    private long generationsReserved;
    private boolean touched;
    private final List<OutboxRow> unannounced = new ArrayList<>();
    private int freshAlerts;
    private long decisionsDropped;
    private long alertsUnkept;

    Backlog(StoreLimits limits) {
        this.limits = limits;
    }

    void add(Batch batch, boolean withDecisions) {
        touched = true;
        batch.forgottenServices().forEach(this::forget);
        batch.forgottenEndpoints().forEach(key -> endpoints.put(key, Optional.empty()));
        for (EndpointMemory endpoint : batch.endpoints()) {
            endpoints.put(new Batch.EndpointKey(endpoint.service(), endpoint.endpoint()), Optional.of(endpoint));
        }
        batch.services().forEach(service -> services.put(service.service(), service));
        common = batch.common().or(() -> common);
        if (withDecisions) {
            batch.decisions().forEach(decision -> decide(new Decided(batch.at(), decision)));
        } else {
            decisionsDropped += batch.decisions().size();
        }
        for (OutboxRow row : batch.alerts()) {
            change(row.key(), new OutboxChange(Optional.of(row), true));
            if (unannounced.size() < limits.waitingAlerts()) {
                unannounced.add(row);
            }
        }
    }

    /** Brings in what was collected while this one was being written in vain. */
    void addNewer(Backlog newer) {
        touched |= newer.touched;
        newer.forgottenServices.forEach(this::forget);
        endpoints.putAll(newer.endpoints);
        services.putAll(newer.services);
        common = newer.common.or(() -> common);
        newer.outbox.forEach(this::change);
        newer.decisions.forEach(this::decide);
        generationsReserved = Math.max(generationsReserved, newer.generationsReserved);
        unannounced.addAll(newer.unannounced);
        decisionsDropped += newer.decisionsDropped;
        alertsUnkept += newer.alertsUnkept;
        if (newer.touched) {
            alsoDurable.add(newer.durable);
        }
    }

    /** What belongs to no service; empty where it did not change. */
    Optional<CommonMemory> common() {
        return common;
    }

    private void forget(String service) {
        services.remove(service);
        endpoints.keySet().removeIf(key -> key.service().equals(service));
        forgottenServices.add(service);
    }

    /** A later state of a row that exists. */
    void update(OutboxRow row) {
        touched = true;
        change(row.key(), new OutboxChange(Optional.of(row), false));
    }

    void delete(OutboxRow.Key key) {
        touched = true;
        change(key, new OutboxChange(Optional.empty(), false));
    }

    void reserve(long through) {
        touched = true;
        generationsReserved = Math.max(generationsReserved, through);
    }

    long generationsReserved() {
        return generationsReserved;
    }

    private void change(OutboxRow.Key key, OutboxChange change) {
        OutboxChange old = outbox.get(key);
        boolean fresh = old == null ? change.fresh() : old.fresh();
        if (fresh && change.row().isEmpty()) {
            outbox.remove(key);
            freshAlerts--;
        } else if (old == null && fresh && freshAlerts >= limits.waitingAlerts()) {
            alertsUnkept++;
        } else {
            if (old == null && fresh) {
                freshAlerts++;
            }
            outbox.put(key, new OutboxChange(change.row(), fresh));
        }
    }

    void complete() {
        durable.complete(null);
        alsoDurable.forEach(future -> future.complete(null));
    }

    private void decide(Decided decided) {
        decisions.add(decided);
        if (decisions.size() > limits.waitingDecisions()) {
            decisions.remove();
            decisionsDropped++;
        }
    }

    void dropDecisions() {
        decisionsDropped += decisions.size();
        decisions.clear();
    }

    /** The rows that nobody was told of yet; they are announced once. */
    List<OutboxRow> takeUnannounced() {
        List<OutboxRow> rows = List.copyOf(unannounced);
        unannounced.clear();
        return rows;
    }

    long takeDecisionsDropped() {
        long dropped = decisionsDropped;
        decisionsDropped = 0;
        return dropped;
    }

    long takeAlertsUnkept() {
        long unkept = alertsUnkept;
        alertsUnkept = 0;
        return unkept;
    }

    int size() {
        int reservation = generationsReserved > 0 ? 1 : 0;
        int state = endpoints.size() + services.size() + forgottenServices.size() + (common.isPresent() ? 1 : 0);
        return state + outbox.size() + decisions.size() + reservation;
    }

    /** Whether nobody waits for a commit; a batch that turned out to hold nothing still wants its answer. */
    boolean isEmpty() {
        return !touched;
    }
}
