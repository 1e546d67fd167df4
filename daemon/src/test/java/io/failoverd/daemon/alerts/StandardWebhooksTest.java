package io.failoverd.daemon.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.alerts.StandardWebhooks.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
    private static final WebhookKey KEY =
            WebhookKey.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SECONDS = 1614265330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void signsAsTheVectorOfTheSpecification() {
        assertThat(StandardWebhooks.sign(ID, SECONDS, BODY, KEY)).isEqualTo(SIGNATURE);
    }

    private record Case(String what, String id, String timestamp, String signatures, long now, Verdict verdict) {}

    @Test
    void receiverTakesOnlyWhatIsSignedAndFresh() {
        String seconds = Long.toString(SECONDS);
        List<Case> cases = List.of(
                new Case("as sent", ID, seconds, SIGNATURE, SECONDS, Verdict.VALID),
                new Case("after a rotation", ID, seconds, "v1,AAAA v2,x " + SIGNATURE, SECONDS, Verdict.VALID),
                new Case("at the edge of the past", ID, seconds, SIGNATURE, SECONDS + 300, Verdict.VALID),
                new Case("too old", ID, seconds, SIGNATURE, SECONDS + 301, Verdict.TOO_OLD),
                new Case("at the edge of the future", ID, seconds, SIGNATURE, SECONDS - 300, Verdict.VALID),
                new Case("too new", ID, seconds, SIGNATURE, SECONDS - 301, Verdict.TOO_NEW),
                new Case("another id", "msg_2", seconds, SIGNATURE, SECONDS, Verdict.BAD_SIGNATURE),
                new Case("another time", ID, "1614265331", SIGNATURE, SECONDS, Verdict.BAD_SIGNATURE),
                new Case(
                        "another scheme", ID, seconds, SIGNATURE.replace("v1,", "v2,"), SECONDS, Verdict.BAD_SIGNATURE),
                new Case("no signature", ID, seconds, "", SECONDS, Verdict.BAD_SIGNATURE),
                new Case("no signature header", ID, seconds, null, SECONDS, Verdict.MALFORMED),
                new Case("no id", null, seconds, SIGNATURE, SECONDS, Verdict.MALFORMED),
                new Case("no number", ID, "soon", SIGNATURE, SECONDS, Verdict.MALFORMED));
        for (Case c : cases) {
            Instant now = Instant.ofEpochSecond(c.now);
            assertThat(StandardWebhooks.verify(c.id, c.timestamp, c.signatures, BODY, KEY, now))
                    .as(c.what)
                    .isEqualTo(c.verdict);
        }
        byte[] other = "{\"test\": 2432232315}".getBytes(UTF_8);
        assertThat(StandardWebhooks.verify(ID, seconds, SIGNATURE, other, KEY, Instant.ofEpochSecond(SECONDS)))
                .isEqualTo(Verdict.BAD_SIGNATURE);
    }

    @Test
    void secretIsBase64AfterItsPrefixAndRawTextWithout() {
        WebhookKey raw = WebhookKey.of("s3cret").orElseThrow();
        assertThat(WebhookKey.of("whsec_czNjcmV0")).contains(raw);
        assertThat(WebhookKey.of("s3cret\n")).contains(raw);
        for (String broken : List.of("", " \n", "whsec_", "whsec_not base64!")) {
            assertThat(WebhookKey.of(broken)).as("'%s'", broken).isEmpty();
        }
        assertThat(raw.toString()).doesNotContain("s3cret");
    }
}
