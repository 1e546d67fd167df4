package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interval 2 s, recheck 500 ms, timeout 3 s, no jitter, first start at 0: when do probes start? */
class ProbeScheduleTest {
    private static final Cadence CADENCE =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(3));

    /**
     * @param script the probes' answers in order of their starts, e.g. {@code "DOWN+1 UP+10"}; the last one repeats;
     *     {@code C@1100} and {@code W@5000} set the pace, {@code H@700} wishes for a probe at once, {@code R5000@20}
     *     for none within 5 s, {@code T@700} ends the idle connection
     */
    record Case(String story, String script, List<Long> starts) {
        @Override
        public String toString() {
            return story + ": " + script;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("healthy: the interval", "UP+10", 0, 2000, 4000, 6000),
                of("hurried: at once, and the interval from there", "H@700 UP+10", 0, 700, 2700, 4700),
                of("hurried right after a probe: not sooner than the least gap", "H@30 UP+10", 0, 100, 2100),
                of("hurried again and again: one probe each least gap", "H@700 H@701 H@702 UP+10", 0, 700, 800, 2800),
                of(
                        "hurried within a series: at once, and its failure goes on",
                        "DOWN+1 H@620",
                        0,
                        500,
                        620,
                        1120,
                        1620),
                of("hurried while condemned: at once too", "DOWN+1 C@1 H@900", 0, 900, 2900),
                of("hurried just before it is due: no change worth a probe", "H@1999 UP+10", 0, 1999, 3999),
                of("asked for patience: it is granted once", "R5000@20 DEGRADED+10", 0, 5020, 7020),
                of("asked for less than the interval: the interval", "R500@20 DEGRADED+10", 0, 2000, 4000),
                of("asked for an hour: five intervals", "R3600000@20 DEGRADED+10", 0, 10_020, 12_020),
                of("hurried while patient: at once", "R5000@20 H@700 DEGRADED+10", 0, 700, 2700),
                of("a failure ends the patience", "DEGRADED+10 DOWN+2000 R9000@2100", 0, 2000, 4000, 4500),
                of("tripped, and alive: one probe at once, and the interval from there", "T@700 UP+10", 0, 700, 2700),
                of("tripped, and dead: the series begins with it", "UP+10 DOWN+1 T@700", 0, 700, 1200, 1700, 2200),
                of("tripped right after a probe: no gap is kept", "UP+10 DOWN+1 T@20", 0, 20, 520, 1020),
                of(
                        "tripped with a probe under way: its success started too early to end the series",
                        "UP+300 DOWN+1 T@100",
                        0,
                        100,
                        600,
                        1100),
                of("tripped within a series: at once, and every recheck from there", "DOWN+1 T@620", 0, 500, 620, 1120),
                of("tripped while condemned: no change", "DOWN+1 C@1 T@900", 0, 2000, 4000),
                of("tripped while patient: at once", "R5000@20 T@700 DEGRADED+10", 0, 700, 2700),
                of("degraded is a success", "DEGRADED+10", 0, 2000, 4000, 6000),
                of("refused: a series on the grid", "DOWN+1", 0, 500, 1000, 1500, 2000, 2500, 3000),
                of(
                        "hanging: each on time while those before still wait",
                        "DOWN+3000",
                        0,
                        500,
                        1000,
                        1500,
                        2000,
                        2500,
                        3000),
                of("one failure: ended by the next success", "DOWN+1 UP+10", 0, 500, 2500, 4500),
                of("one failure: ended by a degraded answer", "DOWN+1 DEGRADED+10", 0, 500, 2500, 4500),
                of("a slow answer is asked again, and ends by the answer to that", "UP+700 UP+10", 0, 500, 2500, 4500),
                of(
                        "a success of the anchor itself does not end its series",
                        "UP+900 DOWN+1 UP+10",
                        0,
                        500,
                        1000,
                        3000,
                        5000),
                of("answers slower than recheck keep the series going", "UP+700", 0, 500, 1000, 1500, 2000, 2500, 3000),
                of("a failure older than the latest success starts nothing", "DOWN+3000 UP+10", 0, 500, 2500, 4500),
                of("inconclusive starts no series", "INCONCLUSIVE+1 UP+10", 0, 2000, 4000),
                of("inconclusive ends no series", "DOWN+1 INCONCLUSIVE+1 UP+10", 0, 500, 1000, 3000),
                of("an unanswered probe that ends inconclusive", "INCONCLUSIVE+3000 UP+10", 0, 500, 2500, 4500),
                of(
                        "an early success gives way to a failure that started later",
                        "DOWN+1 UP+700 DOWN+1 UP+10",
                        0,
                        500,
                        1000,
                        1500,
                        3500),
                of("condemned: the plain interval after the last start", "DOWN+1 C@1100", 0, 500, 1000, 3000, 5000),
                of("condemned while hanging: the interval", "DOWN+3000 C@1600", 0, 500, 1000, 1500, 3500, 5500),
                of("condemned: a success and a failure change nothing", "DOWN+1 C@1 UP+1 DOWN+1", 0, 2000, 4000, 6000),
                of(
                        "absolved: the next failure starts a series again",
                        "DOWN+1 C@1100 W@3500",
                        0,
                        500,
                        1000,
                        3000,
                        5000,
                        5500,
                        6000),
                of(
                        "absolved while a probe hangs: past times are skipped",
                        "DOWN+3000 C@100 W@1700 UP+5",
                        0,
                        2000,
                        4000),
                of(
                        "absolved later than the first recheck: the next grid time",
                        "DOWN+3000 C@100 W@1300 UP+5",
                        0,
                        1500,
                        3500));
    }

    private static Case of(String story, String script, long... starts) {
        return new Case(story, script, java.util.Arrays.stream(starts).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void startsExactlyThen(Case c) {
        assertThat(ScheduleScript.run(CADENCE, c.script(), c.starts().size())).isEqualTo(c.starts());
    }

    static Stream<Case> casesWithALongerIntervalWhileDown() {
        return Stream.of(
                of("well: the plain interval", "UP+10", 0, 2000, 4000),
                of("failing, with no verdict yet: the series", "DOWN+1", 0, 500, 1000, 1500),
                of(
                        "condemned: the long one from the next start on",
                        "DOWN+1 C@1100",
                        0,
                        500,
                        1000,
                        3000,
                        13_000,
                        23_000),
                of("inconclusive: no news", "DOWN+1 DOWN+1 INCONCLUSIVE+1 C@600", 0, 500, 2500, 12_500, 22_500),
                of("a success: soon again", "DOWN+1 DOWN+1 UP+10 C@600", 0, 500, 2500, 4700, 6700, 8700),
                of("and fails again", "DOWN+1 DOWN+1 UP+10 DOWN+1 C@600", 0, 500, 2500, 4700, 6700, 16_700),
                of("hurried: at once", "DOWN+1 C@1 H@900", 0, 900, 10_900),
                of("absolved: the plain interval", "DOWN+1 DOWN+1 UP+1 C@1 W@4000", 0, 2000, 4200, 6200));
    }

    @ParameterizedTest
    @MethodSource("casesWithALongerIntervalWhileDown")
    void isSlowerWhileDown(Case c) {
        var slower = new Cadence(
                CADENCE.interval(),
                CADENCE.recheck(),
                CADENCE.connectTimeout(),
                CADENCE.timeout(),
                Duration.ofSeconds(10));
        assertThat(ScheduleScript.run(slower, c.script(), c.starts().size())).isEqualTo(c.starts());
    }

    @Test
    void theFirstStartIsSpreadOverTheInterval() {
        assertThat(ProbeSchedule.first(CADENCE, Moment.ofMillis(100), 0).nextDue())
                .isEqualTo(Moment.ofMillis(100));
        assertThat(ProbeSchedule.first(CADENCE, Moment.ofMillis(100), 0.5).nextDue())
                .isEqualTo(Moment.ofMillis(1100));
    }

    @Test
    void jitterIsATenthOfTheIntervalEitherWayAndAbsentFromASeries() {
        ProbeSchedule fresh = ProbeSchedule.first(CADENCE, Moment.ZERO, 0);
        assertThat(answered(fresh.started(Moment.ZERO, 0)).nextDue()).isEqualTo(Moment.ofMillis(1800));
        assertThat(answered(fresh.started(Moment.ZERO, 0.75)).nextDue()).isEqualTo(Moment.ofMillis(2100));
        assertThat(fresh.started(Moment.ZERO, 0.75)
                        .finished(Moment.ZERO, ScheduleScript.DOWN, Moment.ofMillis(1))
                        .nextDue())
                .isEqualTo(Moment.ofMillis(500));
    }

    private static ProbeSchedule answered(ProbeSchedule schedule) {
        return schedule.finished(Moment.ZERO, ScheduleScript.UP, Moment.ofMillis(1));
    }

    @Test
    void aLateTimerSkipsTheTimesThatPassedAndKeepsTheGrid() {
        ProbeSchedule failing = ProbeSchedule.first(CADENCE, Moment.ZERO, 0)
                .started(Moment.ZERO, 0.5)
                .finished(Moment.ZERO, ScheduleScript.DOWN, Moment.ofMillis(1));
        assertThat(failing.nextDue()).isEqualTo(Moment.ofMillis(500));
        assertThat(failing.started(Moment.ofMillis(1203), 0.5).nextDue()).isEqualTo(Moment.ofMillis(1500));
    }

    @Test
    void aDueStartIsNotLostWhenAResultComesBetweenDueTimeAndTimer() {
        ProbeSchedule two = ProbeSchedule.first(CADENCE, Moment.ZERO, 0)
                .started(Moment.ZERO, 0.5)
                .started(Moment.ofMillis(500), 0.5);
        assertThat(two.finished(Moment.ofMillis(500), ScheduleScript.DOWN, Moment.ofMillis(1001))
                        .nextDue())
                .isEqualTo(Moment.ofMillis(1000));
    }

    @Test
    void probesInFlightAreBoundedAndASkippedStartMovesOnAlongTheGrid() {
        ProbeSchedule schedule = ProbeSchedule.first(CADENCE, Moment.ZERO, 0);
        for (int k = 0; k < 7; k++) {
            assertThat(schedule.mayStart()).isTrue();
            schedule = schedule.started(Moment.ofMillis(k * 500L), 0.5);
        }
        ProbeSchedule full = schedule;
        assertThat(full.mayStart()).isFalse();
        assertThatThrownBy(() -> full.started(Moment.ofMillis(3500), 0.5)).hasMessageContaining("7 probes in flight");
        assertThat(full.skipped(Moment.ofMillis(3500), 0.5).nextDue()).isEqualTo(Moment.ofMillis(4000));
    }

    @Test
    void aResultThatNobodyWaitsForChangesNothing() {
        ProbeSchedule schedule = ProbeSchedule.first(CADENCE, Moment.ZERO, 0);
        assertThat(schedule.finished(Moment.ofMillis(7), ScheduleScript.DOWN, Moment.ofMillis(8)))
                .isSameAs(schedule);
    }
}
