package io.failoverd.daemon.alerts;

import io.failoverd.daemon.journal.OutboxRow;
import io.failoverd.daemon.journal.StateStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one channel: one attempt at a time, always of the oldest row, so that a restore never overtakes its
 * removal. Lives on the dispatcher's context, except for what says otherwise. Waits are monotonic; wall time is only
 * what the outbox keeps for the next run.
 */
final class ChannelWorker {
    private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
    private static final long NO_TIMER = -1;

    /** A row and what of it is monotonic. */
    private static final class Entry {
        private OutboxRow row;
        private final long bornNanos;
        private long dueNanos;
        private int rejections;

        private Entry(OutboxRow row, long bornNanos, long dueNanos) {
            this.row = row;
            this.bornNanos = bornNanos;
            this.dueNanos = dueNanos;
        }
    }

    /** What other threads see. */
    private record Published(
            AlertChannel channel,
            boolean disabled,
            long delivered,
            long failedAttempts,
            long dead,
            int depth,
            long oldestNanos,
            @Nullable String lastError) {}

    private final Vertx vertx;
    private final StateStore store;
    private final WebhookPost post;
    private final DeliveryPolicy policy;
    private final Clock clock;
    private final Deque<Entry> queue = new ArrayDeque<>();
    private AlertChannel channel;
    private @Nullable Promise<Void> inFlight;
    private long timer = NO_TIMER;
    private boolean stopped;
    private boolean disabled;
    private long delivered;
    private long failedAttempts;
    private long dead;
    private @Nullable String lastError;
    private volatile Published published;
    private final LongAdder discarded = new LongAdder();

    ChannelWorker(
            Vertx vertx, StateStore store, WebhookPost post, DeliveryPolicy policy, Clock clock, AlertChannel channel) {
        this.vertx = vertx;
        this.store = store;
        this.post = post;
        this.policy = policy;
        this.clock = clock;
        this.channel = channel;
        this.published = new Published(channel, false, 0, 0, 0, 0, 0, null);
    }

    /** Thread-safe. */
    boolean disabled() {
        return published.disabled();
    }

    /** Takes a row of this run. */
    void offer(OutboxRow row) {
        long now = System.nanoTime();
        enqueue(new Entry(row, now, now));
    }

    /** Takes a row of an earlier run, whose times are those of a clock that may have been another. */
    void resume(OutboxRow row) {
        Instant wall = clock.instant();
        Duration longest = policy.longestWait().compareTo(policy.retryAfterCap()) > 0
                ? policy.longestWait()
                : policy.retryAfterCap();
        Duration age = clamp(Duration.between(row.created(), wall), policy.giveUpAfter());
        Duration wait = clamp(Duration.between(wall, row.nextAt()), longest);
        long now = System.nanoTime();
        enqueue(new Entry(row, now - age.toNanos(), now + wait.toNanos()));
    }

    private void enqueue(Entry entry) {
        if (queue.size() >= policy.pendingLimit()) {
            bury(entry.row, "more than " + policy.pendingLimit() + " alerts wait");
        } else {
            queue.add(entry);
        }
        publish();
        pump();
    }

    /** After a reload: the same queue to a perhaps different place, which gets a new chance at once. */
    void retarget(AlertChannel target) {
        boolean anew = disabled || !target.equals(channel);
        channel = target;
        disabled = false;
        Entry head = queue.peek();
        if (anew && head != null) {
            head.dueNanos = System.nanoTime();
            cancelTimer();
        }
        publish();
        pump();
    }

    /** The channel is gone from the configuration, and with it what waited for it. */
    void retire() {
        stop();
        if (!queue.isEmpty()) {
            log.warn(
                    "channel {} is no longer configured: {} alerts that waited for it are dropped",
                    name(),
                    queue.size());
        }
        queue.forEach(entry -> store.delete(entry.row.key()));
        queue.clear();
        publish();
    }

    /** Starts nothing more; what waits stays pending in the outbox. Completes when the attempt under way has ended. */
    Future<Void> stop() {
        stopped = true;
        cancelTimer();
        Promise<Void> running = inFlight;
        return running == null ? Future.succeededFuture() : running.future();
    }

    private void pump() {
        Entry head = queue.peek();
        if (head == null || stopped || disabled || inFlight != null || timer != NO_TIMER) {
            return;
        }
        long waitNanos = head.dueNanos - System.nanoTime();
        if (waitNanos > 0) {
            timer = vertx.setTimer(Math.max(1, Duration.ofNanos(waitNanos).toMillis()), fired -> {
                timer = NO_TIMER;
                pump();
            });
            return;
        }
        Promise<Void> ended = Promise.promise();
        inFlight = ended;
        post.post(channel, head.row).onSuccess(outcome -> {
            inFlight = null;
            if (queue.peek() == head) {
                settle(head, outcome);
            }
            publish();
            ended.complete();
            pump();
        });
    }

    private void settle(Entry entry, AttemptOutcome outcome) {
        if (DeliveryPolicy.rejects(outcome)) {
            entry.rejections++;
        }
        Duration age = Duration.ofNanos(System.nanoTime() - entry.bornNanos);
        int attempts = entry.row.attempts() + 1;
        switch (policy.after(outcome, attempts, entry.rejections, age, ThreadLocalRandom.current())) {
            case DeliveryPolicy.Next.Done done -> {
                queue.remove();
                delivered++;
                lastError = null;
                store.delete(entry.row.key());
                log.info("alert {} delivered to {} at attempt {}", entry.row.id(), name(), attempts);
            }
            case DeliveryPolicy.Next.Again(Duration in, String why) -> {
                failed(why);
                entry.dueNanos = System.nanoTime() + in.toNanos();
                entry.row = entry.row.failed(why, clock.instant().plus(in));
                store.update(entry.row);
                log.warn(
                        "alert {} to {} ({}) failed at attempt {}: {}; again in {} ms",
                        entry.row.id(),
                        name(),
                        channel.redacted(),
                        attempts,
                        why,
                        in.toMillis());
            }
            case DeliveryPolicy.Next.GiveUp(String why) -> {
                failed(why);
                queue.remove();
                bury(entry.row, why);
            }
            case DeliveryPolicy.Next.Disable(String why) -> {
                failed(why);
                disabled = true;
                entry.row = entry.row.failed(why, clock.instant());
                store.update(entry.row);
                log.error(
                        "channel {} ({}) {}: it wants no more alerts and gets none until a reload or a restart; {} wait",
                        name(),
                        channel.redacted(),
                        why,
                        queue.size());
            }
        }
    }

    private void failed(String why) {
        failedAttempts++;
        lastError = why;
    }

    private void bury(OutboxRow row, String why) {
        dead++;
        store.update(row.given(why, clock.instant()));
        log.error("alert {} ({}) to {} is given up: {}", row.id(), row.incident(), name(), why);
    }

    private String name() {
        return channel.name();
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void publish() {
        Entry head = queue.peek();
        published = new Published(
                channel,
                disabled,
                delivered,
                failedAttempts,
                dead,
                queue.size(),
                head == null ? 0 : head.bornNanos,
                lastError);
    }

    /** Thread-safe. An alert that this channel, being disabled, never got. */
    void discard() {
        discarded.increment();
    }

    /** Thread-safe. */
    AlertSnapshot.Channel snapshot() {
        Published now = published;
        return new AlertSnapshot.Channel(
                now.channel().name(),
                now.channel().redacted(),
                now.disabled(),
                now.delivered(),
                now.failedAttempts(),
                now.dead(),
                discarded.sum(),
                now.depth(),
                now.depth() == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - now.oldestNanos()),
                now.lastError());
    }

    private static Duration clamp(Duration length, Duration longest) {
        if (length.isNegative()) {
            return Duration.ZERO;
        }
        return length.compareTo(longest) > 0 ? longest : length;
    }
}
