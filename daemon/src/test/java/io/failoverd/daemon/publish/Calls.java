package io.failoverd.daemon.publish;

import io.failoverd.dns.publish.Call;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls for those who ask a provider by hand. */
final class Calls {
    private Calls() {}

    /** One that may send, and has this long. */
    static Call within(Duration time) {
        return new Asked(time, true);
    }

    static Call soon() {
        return within(Duration.ofSeconds(10));
    }

    /** One that counts how often it was asked. */
    static final class Asked implements Call {
        private final long end;
        private final boolean may;
        private final AtomicInteger asked = new AtomicInteger();

        Asked(Duration time, boolean may) {
            this.end = System.nanoTime() + time.toNanos();
            this.may = may;
        }

        int times() {
            return asked.get();
        }

        @Override
        public Duration remaining() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        @Override
        public boolean maySend() {
            asked.incrementAndGet();
            return may;
        }

        @Override
        public boolean rediscover() {
            return false;
        }
    }
}
