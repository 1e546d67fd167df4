package io.failoverd.daemon.keys;

import io.failoverd.dns.aliyun.AccessKey;
import io.failoverd.dns.aliyun.Credentials;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of an ECS instance's RAM role. Asked by publishers' threads; a key that is good is given at once, and a new one
 * is fetched beside it long before it expires, so that no failover waits for that. Only where there is none does a call
 * wait, for one fetch that all of them share. Always: at most one fetch is on its way, and a key is used no longer than it
 * lives.
 */
final class RamRole implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(RamRole.class);

    /** A key lives six hours; whatever becomes of the metadata service, one is never older than this. */
    private static final Duration FRESH = Duration.ofHours(1);

    /** From here on a new one is due, however young this one is. */
    private static final Duration SOON = Duration.ofMinutes(15);

    /** What a request may need to arrive, and clocks differ by. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    /** Between two fetches that changed nothing; the metadata service gives the same key for a while. */
    private static final Duration UNCHANGED = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** A little longer than a fetch takes at most. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final Metadata metadata;
    private final @Nullable String role;
    private final InstantSource clock;

    private Metadata.@Nullable Passing held;
    private Instant fetchedAt = Instant.MIN;
    private Instant nextFetch = Instant.MIN;
    private Failure last = new Failure(FailureClass.TRANSIENT, "metadata-timeout", "no key was fetched yet");
    private int failed;
    private @Nullable CompletableFuture<Boolean> fetching;

    /** @param role null: the one that the instance has */
    RamRole(Metadata metadata, @Nullable String role, InstantSource clock) {
        this.metadata = metadata;
        this.role = role;
        this.clock = clock;
    }

    @Override
    public KeyReading key() {
        Optional<AccessKey> good = good();
        if (good.isPresent()) {
            if (isDue()) {
                var _ = fetch();
            }
            return new KeyReading.Usable(good.get());
        }
        if (mayFetch()) {
            await(fetch());
        }
        return reading();
    }

    /** Another may be there already: roles are taken away and given back. */
    @Override
    public KeyReading after(AccessKey refused) {
        if (good().filter(refused::equals).isPresent() && mayFetch()) {
            await(fetch());
        }
        return reading();
    }

    private synchronized KeyReading reading() {
        return good().<KeyReading>map(KeyReading.Usable::new).orElseGet(() -> new KeyReading.Unusable(last));
    }

    private synchronized Optional<AccessKey> good() {
        Metadata.Passing key = held;
        return key != null && clock.instant().plus(LEAST).isBefore(key.expires())
                ? Optional.of(key.key())
                : Optional.empty();
    }

    private synchronized boolean isDue() {
        Metadata.Passing key = held;
        Instant now = clock.instant();
        return mayFetch()
                && (key == null
                        || now.isAfter(fetchedAt.plus(FRESH))
                        || now.plus(SOON).isAfter(key.expires()));
    }

    private synchronized boolean mayFetch() {
        return fetching != null || !clock.instant().isBefore(nextFetch);
    }

    private synchronized CompletableFuture<Boolean> fetch() {
        CompletableFuture<Boolean> present = fetching;
        if (present != null) {
            return present;
        }
        var next = new CompletableFuture<Boolean>();
        fetching = next;
        Thread.ofVirtual().name("ram-role").start(() -> {
            try {
                take(metadata.fetch(role));
            } finally {
                end();
                next.complete(true);
            }
        });
        return next;
    }

    private synchronized void end() {
        fetching = null;
    }

    private synchronized void take(Metadata.Answer answer) {
        Instant now = clock.instant();
        switch (answer) {
            case Metadata.Answer.Found found
            when found.key().expires().isAfter(now.plus(LEAST)) -> {
                if (failed > 0) {
                    LOG.info("the metadata service gives a key of the RAM role again");
                }
                failed = 0;
                held = found.key();
                fetchedAt = now;
                nextFetch = now.plus(UNCHANGED);
            }
            case Metadata.Answer.Found _ ->
                failed(new Failure(
                        FailureClass.TRANSIENT,
                        "metadata-expired",
                        "the metadata service gives a key that has expired"));
            case Metadata.Answer.None none -> failed(none.why());
        }
    }

    private synchronized void failed(Failure why) {
        last = why;
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failed, 6));
        failed++;
        nextFetch = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        if (failed == 1) {
            LOG.warn("no new key of the RAM role: {}", why.text());
        }
    }

    private static void await(CompletableFuture<Boolean> fetched) {
        try {
            fetched.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // What is there is told.
        }
    }
}
