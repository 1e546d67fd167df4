package io.failoverd.dns.alidns;

import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.publish.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is true of a domain for hours: loaded when it is first needed, and renewed beside the calls that need it, so that a
 * failover waits for none of it. Any thread may ask. Always: one load of a domain at a time; what was known stays known
 * until something newer is.
 */
final class Kept<V> {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    /** Somebody changes the edition or the weighting in the console, and expects it to be heeded while he watches. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** After a load that failed: often enough to notice a right that was granted, seldom enough for the quota. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** A publisher's names are in few domains; beyond it nothing is kept. */
    private static final int MOST = 10_000;

    /** Loads the value of a domain. */
    interface Source<V> {
        Result<V> load(String domain, Call call);
    }

    private final String what;
    private final Source<V> source;
    private final Duration loadDeadline;
    private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();

    private static final class Entry<V> {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile @Nullable V value;
        private volatile long dueNanos = System.nanoTime();
        private volatile boolean complained;

        boolean due() {
            return System.nanoTime() - dueNanos >= 0;
        }
    }

    Kept(String what, Duration loadDeadline, Source<V> source) {
        this.what = what;
        this.loadDeadline = loadDeadline;
        this.source = source;
    }

    /** What is known; a call that needs it first waits for it, for at most half of the time that it has. */
    Optional<V> of(String domain, Call call) {
        Entry<V> entry =
                entries.size() < MOST ? entries.computeIfAbsent(domain, _ -> new Entry<>()) : entries.get(domain);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.due()) {
            if (entry.value != null) {
                Thread.ofVirtual()
                        .name("renew-" + domain)
                        .start(() -> load(domain, entry, new Reading(loadDeadline), Duration.ZERO));
            } else {
                Duration atMost = call.remaining().dividedBy(2);
                load(domain, entry, new Reading(atMost), atMost);
            }
        }
        return Optional.ofNullable(entry.value);
    }

    /** Something told us better. */
    void correct(String domain, UnaryOperator<V> correction) {
        Entry<V> entry = entries.get(domain);
        if (entry != null) {
            V before = entry.value;
            if (before != null) {
                entry.value = correction.apply(before);
            }
        }
    }

    /** Something told us that it is not so any more: it is looked up with the next call. */
    void doubt(String domain) {
        Entry<V> entry = entries.get(domain);
        if (entry != null) {
            entry.dueNanos = System.nanoTime();
        }
    }

    private void load(String domain, Entry<V> entry, Call call, Duration wait) {
        try {
            if (!entry.loading.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (entry.due()) {
                took(domain, entry, source.load(domain, call));
            }
        } finally {
            entry.loading.unlock();
        }
    }

    private void took(String domain, Entry<V> entry, Result<V> result) {
        switch (result) {
            case Result.Answered<V> answered -> {
                entry.value = answered.response();
                entry.complained = false;
                entry.dueNanos = System.nanoTime() + FRESH.toNanos();
            }
            case Result.Failed<V> failed -> {
                entry.dueNanos = System.nanoTime() + AGAIN.toNanos();
                if (!entry.complained) {
                    entry.complained = true;
                    Failure why = failed.why();
                    LOG.warn("{} of {} cannot be read, going on without: {} {}", what, domain, why.code(), why.text());
                }
            }
        }
    }

    /** A call that changes nothing. */
    private static final class Reading implements Call {
        private final long end;

        Reading(Duration atMost) {
            this.end = System.nanoTime() + atMost.toNanos();
        }

        @Override
        public Duration remaining() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        @Override
        public boolean maySend() {
            return false;
        }

        @Override
        public boolean rediscover() {
            return false;
        }
    }
}
