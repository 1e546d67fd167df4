package io.failoverd.daemon.alerts;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.journal.OutboxRow;
import io.failoverd.daemon.journal.StateStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells people. Owned by the composition root, which puts the rows of {@link #raise} into the batch of the same step;
 * from there everything goes by itself: each row is sent once the disk has it, or has refused it, or keeps us waiting.
 * (Sent before the disk has it, a removal could be told and, after a crash, its restore forgotten.)
 *
 * <p>Public methods are thread-safe and never block. Workers live on an event-loop context of their own, so that the
 * TLS of a webhook never delays the engine.
 */
public final class AlertDispatcher {
    private static final Logger log = LoggerFactory.getLogger(AlertDispatcher.class);
    /** A close waits so long for attempts under way: what they deliver need not be sent again after the restart. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final StateStore store;
    private final String node;
    private final Vertx vertx;
    private final Context context;
    private final WebhookPost post;
    private final DeliveryPolicy policy;
    private final Clock clock;
    private final EventIds ids = new EventIds(new SecureRandom());
    private final Map<String, ChannelWorker> workers = new ConcurrentHashMap<>();
    private volatile List<AlertChannel> channels = List.of();

    /** Raised, and not yet settled by the disk. On the context; bounded, since patience with the disk is. */
    private final Map<OutboxRow.Key, OutboxRow> awaitingDisk = new LinkedHashMap<>();

    public AlertDispatcher(Vertx vertx, StateStore store, String node, List<AlertChannel> channels) {
        this(vertx, store, node, channels, DeliveryPolicy.DEFAULT, Clock.systemUTC());
    }

    AlertDispatcher(
            Vertx vertx,
            StateStore store,
            String node,
            List<AlertChannel> channels,
            DeliveryPolicy policy,
            Clock clock) {
        this.vertx = vertx;
        this.store = store;
        this.node = node;
        this.policy = policy;
        this.clock = clock;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.post = new WebhookPost(vertx, policy.timeout(), clock);
        channels(channels);
        List<OutboxRow> pending = store.takePending();
        context.runOnContext(started -> resume(pending));
        store.onAlertSettled(rows -> context.runOnContext(settled -> release(rows)));
    }

    /**
     * Logs the alert and makes its rows, one for each channel that wants it. Put them into the {@code Batch} of the
     * step that raised the alert; nothing else is to be done.
     */
    public List<OutboxRow> raise(Alert alert) {
        String id = ids.next(clock.millis());
        log(alert, id);
        List<OutboxRow> rows = new ArrayList<>();
        String body = CloudEvents.body(alert, id, node);
        for (AlertChannel channel : channels) {
            ChannelWorker worker = workers.get(channel.name());
            if (worker != null && worker.disabled()) {
                worker.discard();
                log.warn("alert {} is not sent to {}: the channel is disabled", id, channel.name());
            } else {
                rows.add(OutboxRow.first(id, channel.name(), alert.incident(), body, clock.instant()));
            }
        }
        if (!rows.isEmpty()) {
            context.runOnContext(raised -> await(rows));
        }
        return List.copyOf(rows);
    }

    private static void log(Alert alert, String id) {
        log.atLevel(alert.firing() ? Level.WARN : Level.INFO)
                .log(
                        "{}: {} (service={} endpoint={} generation={} alert={})",
                        alert.type().word(),
                        alert.summary(),
                        alert.service() == null ? "-" : alert.service(),
                        alert.endpoint() == null ? "-" : alert.endpoint(),
                        alert.generation(),
                        id);
    }

    /** The channels of a reloaded configuration. A disabled one gets a new chance. */
    public void channels(List<AlertChannel> configured) {
        List<AlertChannel> now = List.copyOf(configured);
        channels = now;
        context.runOnContext(reloaded -> {
            List<String> names = now.stream().map(AlertChannel::name).toList();
            workers.forEach((name, worker) -> {
                if (!names.contains(name)) {
                    worker.retire();
                    workers.remove(name);
                }
            });
            for (AlertChannel channel : now) {
                ChannelWorker worker = workers.get(channel.name());
                if (worker == null) {
                    workers.put(channel.name(), new ChannelWorker(vertx, store, post, policy, clock, channel));
                } else {
                    worker.retarget(channel);
                }
            }
        });
    }

    private void resume(List<OutboxRow> pending) {
        int dropped = 0;
        for (OutboxRow row : pending) {
            ChannelWorker worker = workers.get(row.channel());
            if (worker == null) {
                store.delete(row.key());
                dropped++;
            } else {
                worker.resume(row);
            }
        }
        if (!pending.isEmpty()) {
            log.info("{} alerts wait from before the start", pending.size() - dropped);
        }
        if (dropped > 0) {
            log.warn("{} alerts for channels that are no longer configured are dropped", dropped);
        }
    }

    private void await(List<OutboxRow> rows) {
        rows.forEach(row -> awaitingDisk.put(row.key(), row));
        vertx.setTimer(policy.diskPatience().toMillis(), expired -> release(rows));
    }

    private void release(List<OutboxRow> rows) {
        for (OutboxRow row : rows) {
            if (awaitingDisk.remove(row.key()) == null) {
                continue;
            }
            ChannelWorker worker = workers.get(row.channel());
            if (worker == null) {
                store.delete(row.key());
            } else {
                worker.offer(row);
            }
        }
    }

    public AlertSnapshot snapshot() {
        return new AlertSnapshot(channels.stream()
                .flatMap(channel -> Stream.ofNullable(workers.get(channel.name())))
                .map(ChannelWorker::snapshot)
                .toList());
    }

    /**
     * Ends the attempts under way, or leaves them after a few seconds; what was not delivered stays pending. Close the
     * store after this.
     */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(closing -> {
            List<Future<Void>> ends =
                    workers.values().stream().map(ChannelWorker::stop).toList();
            Future.join(ends)
                    .timeout(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(ended -> post.close().onComplete(closed));
        });
        return closed.future();
    }
}
