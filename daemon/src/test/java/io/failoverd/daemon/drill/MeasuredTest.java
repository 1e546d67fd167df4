package io.failoverd.daemon.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.failoverd.daemon.drill.client.FailureKind;
import io.failoverd.daemon.drill.client.Outcome;
import io.failoverd.daemon.drill.client.Shot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final Instant BEGAN = Instant.parse("2026-11-23T12:00:00Z");
    private static final InetAddress STAYS = InetAddress.ofLiteral("203.0.113.10");
    private static final InetAddress FAILS = InetAddress.ofLiteral("203.0.113.20");
    private static final Outcome GOOD = new Outcome.Answered(200);
    private static final Outcome REFUSED = new Outcome.Failed(FailureKind.REFUSED, "refused");

    private final List<Shot> shots = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();

    private void shot(double second, InetAddress address, Outcome outcome) {
        Duration at = Duration.ofMillis(Math.round(1000 * second));
        shots.add(new Shot(shots.size(), at, at, address, outcome, at.plusMillis(5)));
    }

    private void said(double second, String kind, JsonObject more) {
        happenings.add(Happening.of(new JsonObject()
                .put("at", BEGAN.plusMillis(Math.round(1000 * second)).toString())
                .put("kind", kind)
                .put("endpoint", kind.equals("health") ? "shanghai" : null)
                .put("text", "a sentence")
                .mergeIn(more)));
    }

    private Measured measured(boolean synthetic) {
        var failure = new Measured.Failure(
                "shanghai", Set.of(FAILS), Duration.ofSeconds(10), Duration.ofSeconds(40), synthetic);
        return Measured.of(shots, failure, BEGAN, happenings);
    }

    @Test
    void aFailureIsFollowedFromItsBeginningToTheLastRequestThatItTook() {
        shot(9, FAILS, GOOD);
        shot(10, FAILS, REFUSED);
        shot(11, STAYS, GOOD);
        shot(25, FAILS, new Outcome.Answered(503));
        shot(41, FAILS, GOOD);
        said(5, "health", new JsonObject().put("to", "DOWN")); // before the failure
        said(12, "health", new JsonObject().put("to", "SUSPECT"));
        said(12.5, "health", new JsonObject().put("to", "DOWN"));
        said(
                12.4,
                "decision",
                new JsonObject().put("answer", new JsonArray().add("203.0.113.10"))); // of another reason
        said(12.6, "decision", new JsonObject().put("answer", new JsonArray().add("203.0.113.20")));
        said(12.7, "decision", new JsonObject().put("answer", new JsonArray().add("203.0.113.10")));
        said(13, "publish", new JsonObject().put("stage", "PUBLISHED"));
        said(14, "publish", new JsonObject().put("stage", "VERIFIED"));
        Measured measured = measured(false);
        assertThat(measured.requests()).isEqualTo(5);
        assertThat(measured.lost()).isEqualTo(2);
        assertThat(measured.share()).isCloseTo(0.4, within(1e-9));
        assertThat(measured.detection()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(measured.decision()).isEqualTo(Duration.ofMillis(2_700));
        assertThat(measured.verified()).isEqualTo(Duration.ofSeconds(4));
        assertThat(measured.lastLost()).isEqualTo(Duration.ofSeconds(15));
        assertThat(measured.residue()).isEqualTo(Duration.ofMillis(12_300));
    }

    @Test
    void whatOthersLostIsToldApart() {
        shot(3, STAYS, REFUSED);
        shot(12, STAYS, REFUSED);
        shot(13, FAILS, REFUSED);
        shot(14, FAILS, new Outcome.Failed(FailureKind.LOCAL, "no descriptor left"));
        Measured measured = measured(false);
        assertThat(measured.lost()).isEqualTo(3);
        assertThat(measured.before()).isEqualTo(1);
        assertThat(measured.others()).isEqualTo(1);
        assertThat(measured.local()).isEqualTo(1);
        assertThat(measured.share()).as("of what was sent").isEqualTo(1);
    }

    @Test
    void ofASyntheticFailureWhatWentToTheGatewayIsLostThoughItAnswered() {
        shot(9, FAILS, GOOD);
        shot(10, FAILS, GOOD);
        shot(20, STAYS, GOOD);
        shot(39, FAILS, GOOD);
        shot(40, FAILS, GOOD);
        assertThat(measured(true).lost()).isEqualTo(2);
        assertThat(measured(true).lastLost()).isEqualTo(Duration.ofSeconds(29));
        assertThat(measured(false).lost()).isZero();
    }

    @Test
    void whatWasNotSeenIsNotMadeUp() {
        shot(12, FAILS, REFUSED);
        Measured measured = measured(false);
        assertThat(measured.detection()).isNull();
        assertThat(measured.decision()).isNull();
        assertThat(measured.residue()).isNull();
    }
}
