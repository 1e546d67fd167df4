package io.failoverd.daemon.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.alerts.AttemptOutcome.Answered;
import io.failoverd.daemon.alerts.AttemptOutcome.Unanswered;
import io.failoverd.daemon.alerts.DeliveryPolicy.Next;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryPolicyTest {
    private static final DeliveryPolicy POLICY = DeliveryPolicy.DEFAULT;

    private static AttemptOutcome answered(int status) {
        return new Answered(status, Optional.empty());
    }

    private static Class<? extends Next> next(AttemptOutcome outcome, int rejections, Duration age) {
        return POLICY.after(outcome, 1, rejections, age, new Random(1)).getClass();
    }

    @Test
    void onlyTwoHundredsAreDeliveries() {
        for (int status : List.of(200, 201, 202, 204, 299)) {
            assertThat(next(answered(status), 0, Duration.ZERO))
                    .as("%d", status)
                    .isEqualTo(Next.Done.class);
        }
        for (int status : List.of(101, 300, 301, 302, 307, 400, 401, 404, 408, 429, 500, 502, 503, 599)) {
            assertThat(next(answered(status), 0, Duration.ZERO))
                    .as("%d", status)
                    .isEqualTo(Next.Again.class);
        }
        assertThat(next(answered(410), 0, Duration.ZERO)).isEqualTo(Next.Disable.class);
        assertThat(next(new Unanswered("refused"), 0, Duration.ZERO)).isEqualTo(Next.Again.class);
    }

    @Test
    void refusalOfTheMessageIsGivenUpAtTheBoundAndAnythingElseAfterADay() {
        assertThat(next(answered(400), 7, Duration.ZERO)).isEqualTo(Next.Again.class);
        assertThat(next(answered(400), 8, Duration.ZERO)).isEqualTo(Next.GiveUp.class);
        assertThat(next(answered(500), 0, Duration.ofHours(24).minusMillis(1))).isEqualTo(Next.Again.class);
        assertThat(next(answered(500), 0, Duration.ofHours(24))).isEqualTo(Next.GiveUp.class);
        assertThat(next(answered(200), 8, Duration.ofDays(2))).isEqualTo(Next.Done.class);
        for (int status : List.of(400, 406, 411, 413, 415, 422)) {
            assertThat(DeliveryPolicy.rejects(answered(status)))
                    .as("%d", status)
                    .isTrue();
        }
        for (int status : List.of(200, 302, 401, 403, 404, 407, 408, 429, 500, 503)) {
            assertThat(DeliveryPolicy.rejects(answered(status)))
                    .as("%d", status)
                    .isFalse();
        }
        assertThat(DeliveryPolicy.rejects(new Unanswered("refused"))).isFalse();
    }

    @Test
    void waitsDoubleWithFullJitterUpToTheCap() {
        Random random = new Random(7);
        for (int attempts = 1; attempts <= 40; attempts++) {
            long ceiling = Math.min(1_000L << Math.min(attempts - 1, 30), 300_000);
            long longest = 0;
            long shortest = Long.MAX_VALUE;
            for (int i = 0; i < 2_000; i++) {
                Next next = POLICY.after(answered(500), attempts, 0, Duration.ZERO, random);
                long wait = ((Next.Again) next).in().toMillis();
                longest = Math.max(longest, wait);
                shortest = Math.min(shortest, wait);
            }
            assertThat(longest).as("attempt %d", attempts).isBetween(ceiling * 9 / 10, ceiling);
            assertThat(shortest).as("attempt %d", attempts).isBetween(1L, ceiling / 10);
        }
    }

    @Test
    void retryAfterCountsForTheTwoStatusesThatMeanIt() {
        record Case(int status, Duration asked, Duration least, Duration most) {}
        List<Case> cases = List.of(
                new Case(429, Duration.ofSeconds(90), Duration.ofSeconds(90), Duration.ofSeconds(90)),
                new Case(503, Duration.ofSeconds(90), Duration.ofSeconds(90), Duration.ofSeconds(90)),
                new Case(429, Duration.ofDays(9), Duration.ofMinutes(15), Duration.ofMinutes(15)),
                new Case(429, Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(1)),
                new Case(500, Duration.ofSeconds(90), Duration.ofMillis(1), Duration.ofSeconds(1)));
        for (Case c : cases) {
            AttemptOutcome outcome = new Answered(c.status, Optional.of(c.asked));
            Next next = POLICY.after(outcome, 1, 0, Duration.ZERO, new Random(3));
            assertThat(((Next.Again) next).in()).as(c.toString()).isBetween(c.least, c.most);
        }
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2015-10-21T07:28:00Z");
        Map<String, Optional<Duration>> cases = new LinkedHashMap<>();
        cases.put("120", Optional.of(Duration.ofMinutes(2)));
        cases.put(" 0 ", Optional.of(Duration.ZERO));
        cases.put("Wed, 21 Oct 2015 07:30:00 GMT", Optional.of(Duration.ofMinutes(2)));
        cases.put("Wed, 21 Oct 2015 07:00:00 GMT", Optional.of(Duration.ZERO));
        cases.put("-5", Optional.empty());
        cases.put("", Optional.empty());
        cases.put("99999999999999999999", Optional.empty());
        cases.put("soon", Optional.empty());
        cases.forEach((header, expected) ->
                assertThat(WebhookPost.retryAfter(header, now)).as(header).isEqualTo(expected));
        assertThat(WebhookPost.retryAfter(null, now)).isEmpty();
    }

    @Test
    void errorsAndChannelsShowNoTokenOfTheUrl() {
        URI url = URI.create("https://u5er:pa55@hooks.example.com:8443/services/T0KEN?key=K3Y");
        String text = WebhookPost.describe(
                new ConnectException("while executing POST /services/T0KEN?key=K3Y for u5er:pa55@hooks"), url);
        AlertChannel channel =
                new AlertChannel("ops", url, WebhookKey.of("s3cret").orElseThrow());
        for (String shown : List.of(text, channel.toString(), channel.redacted())) {
            assertThat(shown).doesNotContain("T0KEN", "K3Y", "u5er", "pa55", "s3cret");
        }
        assertThat(channel.redacted()).isEqualTo("https://hooks.example.com:8443/…");
    }
}
