package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.Edition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The accounts of these tests, and a clock that they turn. */
final class Clouds {
    static final List<String> ADDRESSES = List.of("192.0.2.1", "192.0.2.2");

    /** Ids are given away in order: the domain's, then the records'. */
    static final String FIRST = "900000000000000002";

    static final String SECOND = "900000000000000003";

    private Clouds() {}

    static Account account() {
        return Seeds.everything(Sdk.DOMAIN, Edition.ENTERPRISE_ULTIMATE, ADDRESSES);
    }

    /** Quotas are met where a test is about them. */
    static CloudSettings settings() {
        return CloudSettings.of(Sdk.KEY).withoutQuotas();
    }

    static FakeCloud start() throws Exception {
        return FakeCloud.start(account(), settings());
    }

    static Domain domain(Account account) {
        return Objects.requireNonNull(account.domains().get(Sdk.DOMAIN));
    }

    /** Stands still until it is turned. */
    static final class Clock implements InstantSource {
        private final AtomicReference<Instant> now;

        Clock(Instant start) {
            now = new AtomicReference<>(start);
        }

        /** Starts at the real time, which the SDK signs. */
        Clock() {
            this(Instant.now());
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        void turn(Duration by) {
            now.updateAndGet(then -> then.plus(by));
        }
    }
}
