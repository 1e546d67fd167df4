package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.TargetHealth;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A target's own health checks become the reports of a vantage. */
class HealthPollTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final InetAddress A = InetAddress.ofLiteral("203.0.113.1");
    private static final InetAddress B = InetAddress.ofLiteral("203.0.113.2");
    private static final InetAddress C = InetAddress.ofLiteral("203.0.113.3");
    private static final ManagedName WWW =
            new ManagedName("www.example.com", "example.com", List.of(A, B, C), Duration.ZERO);
    private static final HealthReading SILENT =
            new HealthReading.Unknown(new Failure(FailureClass.TRANSIENT, "503", "busy"));

    private final BlockingQueue<HealthReading> readings = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event.VoteHeard> told = new LinkedBlockingQueue<>();

    private HealthPoll poll() {
        return poll(told::add);
    }

    private HealthPoll poll(Consumer<Event.VoteHeard> listener) {
        return new HealthPoll(
                "gtm",
                List.of(WWW),
                Duration.ofMillis(1),
                _ -> {
                    try {
                        return readings.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Clock.fixed(NOON, ZoneOffset.UTC),
                listener);
    }

    private Event.VoteHeard next() throws InterruptedException {
        Event.VoteHeard heard = told.poll(10, TimeUnit.SECONDS);
        assertThat(heard).as("a report within 10 s").isNotNull();
        return heard;
    }

    @Test
    void ok_is_up_failing_is_down_and_what_nobody_checks_or_holds_is_no_opinion() throws Exception {
        try (HealthPoll poll = poll()) {
            readings.add(new HealthReading.Known(Map.of(A, TargetHealth.OK, B, TargetHealth.FAILING)));
            assertThat(List.of(next(), next(), next()))
                    .extracting(
                            Event.VoteHeard::service,
                            Event.VoteHeard::address,
                            heard -> heard.report().opinion())
                    .containsExactly(
                            tuple("www.example.com", A, Opinion.UP),
                            tuple("www.example.com", B, Opinion.DOWN),
                            tuple("www.example.com", C, Opinion.UNKNOWN));
            assertThat(poll).isNotNull();
        }
    }

    @Test
    void a_bug_in_who_is_told_ends_nothing() throws Exception {
        var bugs = new AtomicInteger(1);
        try (HealthPoll poll = poll(heard -> {
            if (bugs.getAndDecrement() > 0) {
                throw new IllegalStateException("a bug");
            }
            told.add(heard);
        })) {
            readings.add(new HealthReading.Known(Map.of(A, TargetHealth.OK)));
            readings.add(new HealthReading.Known(Map.of(A, TargetHealth.FAILING)));
            assertThat(next().report().opinion()).isEqualTo(Opinion.DOWN);
            assertThat(poll).isNotNull();
        }
    }

    @Test
    void a_reading_that_fails_is_no_report_and_the_next_one_is_newer_than_all_before() throws Exception {
        try (HealthPoll poll = poll()) {
            readings.add(new HealthReading.Known(Map.of(A, TargetHealth.OK)));
            Report first = next().report();
            next();
            next();
            readings.add(SILENT);
            readings.add(new HealthReading.Known(Map.of(A, TargetHealth.OK)));
            Report second = next().report();

            assertThat(second.order()).isGreaterThan(first.order());
            assertThat(second.since()).isEqualTo(first.since());
            assertThat(second.sentinel()).isEqualTo(Sentinel.NONE);
            assertThat(second.made()).isEqualTo(NOON);
            assertThat(poll).isNotNull();
        }
    }
}
