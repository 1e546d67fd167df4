package io.failoverd.probes.tripwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When is the next wire made, and how long may it live? */
class RewiringTest {
    private static final Moment NOW = Moment.ofMillis(1_000_000);

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void theFirstWireMayBeMadeAtOnce() {
        assertThat(Rewiring.first(NOW).mayDial(NOW)).isTrue();
    }

    @Test
    void aGatewayThatEndsEveryWireAfterFiveSecondsIsAskedExtraOnlyADozenTimesInAnHour() {
        Rewiring rewiring = Rewiring.first(NOW);
        Moment now = NOW;
        List<Long> pauses = new ArrayList<>();
        while (now.isBefore(NOW.plus(Duration.ofHours(1)))) {
            assertThat(rewiring.mayDial(now)).isTrue();
            now = now.plus(seconds(5));
            rewiring = rewiring.contradicted(WireEnd.FIN, seconds(5), now);
            pauses.add(rewiring.pause().toSeconds());
            assertThat(rewiring.mayDial(now)).isFalse();
            now = rewiring.notBefore();
        }
        assertThat(pauses).startsWith(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L);
        assertThat(pauses).hasSizeLessThanOrEqualTo(13);
        assertThat(rewiring.life())
                .as("a wire that is replaced every few seconds would be a probe")
                .isNull();
    }

    @Test
    void aGatewayThatEndsWhatIsSilentForAMinuteKeepsItsWiresSinceTheyAreReplacedBefore() {
        Rewiring learned = Rewiring.first(NOW).contradicted(WireEnd.FIN, seconds(60), NOW);
        assertThat(learned.life()).isEqualTo(seconds(45));
        Rewiring outlived = learned.outlived(NOW.plus(seconds(47)));
        assertThat(outlived.mayDial(NOW.plus(seconds(47)))).isTrue();
        assertThat(outlived.pause()).isEqualTo(Rewiring.LEAST_WAIT);
        assertThat(outlived.contradicted(WireEnd.RST, seconds(30), NOW).life())
                .as("a shorter patience is learned too, also one that ends with a RST")
                .isEqualTo(Duration.ofMillis(22_500));
        assertThat(outlived.contradicted(WireEnd.TIMEOUT, seconds(30), NOW).life())
                .as("silence on the way says nothing of the gateway's patience")
                .isEqualTo(outlived.life());
    }

    /** The story: a gateway was restarted once, and its wires were replaced every quarter of a minute from then on. */
    @Test
    void whatWasNoPatienceIsForgottenAgain() {
        Rewiring rewiring = Rewiring.first(NOW).contradicted(WireEnd.FIN, seconds(20), NOW);
        assertThat(rewiring.life()).isEqualTo(seconds(15));
        Duration all = Duration.ZERO;
        while (rewiring.life() != null && rewiring.life().compareTo(seconds(30)) < 0) {
            all = all.plus(rewiring.life());
            rewiring = rewiring.outlived(NOW);
        }
        assertThat(all).isLessThan(Duration.ofMinutes(20));
        while (rewiring.life() != null) {
            rewiring = rewiring.outlived(NOW);
        }
    }

    @Test
    void aPatienceThatIsOneIsKept() {
        Rewiring rewiring = Rewiring.first(NOW);
        int ends = 0;
        int wires = 0;
        Duration patience = seconds(60);
        for (Duration all = Duration.ZERO; all.compareTo(Duration.ofHours(24)) < 0; wires++) {
            Duration life = rewiring.life();
            if (life != null && life.compareTo(patience) < 0) {
                all = all.plus(life);
                rewiring = rewiring.outlived(NOW);
            } else {
                all = all.plus(patience);
                ends++;
                rewiring = rewiring.contradicted(WireEnd.FIN, patience, NOW);
            }
        }
        assertThat(ends).as("in a day, of %d wires", wires).isBetween(2, 100);
    }

    @Test
    void anEndThatWasRightCostsNoPatienceAndTeachesNone() {
        Rewiring doubted = Rewiring.first(NOW)
                .contradicted(WireEnd.FIN, seconds(1), NOW)
                .contradicted(WireEnd.FIN, seconds(1), NOW);
        assertThat(doubted.pause()).isEqualTo(seconds(4));
        Rewiring right = doubted.confirmed(NOW);
        assertThat(right.pause()).isEqualTo(Rewiring.LEAST_WAIT);
        assertThat(right.life()).isNull();
        assertThat(right.mayDial(NOW.plus(seconds(1)))).isTrue();
    }

    @Test
    void aWireThatLivedLongForgivesTheEndsBeforeIt() {
        Rewiring doubted = Rewiring.first(NOW);
        for (int i = 0; i < 5; i++) {
            doubted = doubted.contradicted(WireEnd.FIN, seconds(1), NOW);
        }
        assertThat(doubted.pause()).isEqualTo(seconds(32));
        assertThat(doubted.contradicted(WireEnd.FIN, Duration.ofHours(3), NOW).pause())
                .isEqualTo(seconds(2));
    }

    @Test
    void whatRefusesAWireIsAskedLessAndLess() {
        Rewiring refused = Rewiring.first(NOW);
        for (int i = 0; i < 40; i++) {
            refused = refused.refused(NOW);
        }
        assertThat(refused.pause()).isEqualTo(Rewiring.MOST_WAIT);
        assertThat(refused.mayDial(NOW.plus(Rewiring.MOST_WAIT).minus(Duration.ofNanos(1))))
                .isFalse();
        assertThat(refused.mayDial(NOW.plus(Rewiring.MOST_WAIT))).isTrue();
        assertThat(Rewiring.first(NOW).unfit(NOW).pause()).isEqualTo(Rewiring.MOST_WAIT);
    }
}
