package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.AllDown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When somebody hears of a target that does not answer what was decided. */
class PublishingTest {
    private static final Plan PLAN = plan("bind", "cloud");

    private static Plan plan(String... publishers) {
        return new Plan(
                List.of(Plans.plan("a=1 b=2")), SentinelPlan.NONE, null, Map.of(Plans.SERVICE, Set.of(publishers)));
    }

    /** {@code "bind:FAILED cloud:PUBLISHED"}, a second each. */
    private static Stage told(Stage stage, String line) {
        int second = 2;
        for (String token : line.split(" ", -1)) {
            String[] parts = token.split(":", -1);
            stage.step(
                    String.valueOf(second++),
                    new Event.PublishTold(
                            Plans.SERVICE, parts[0], 12, PublishStage.valueOf(parts[1]), "REFUSED by 192.0.2.1"));
        }
        return stage;
    }

    private static String alerts(Stage stage) {
        String alerts = stage.effects.stream()
                .filter(Effect.Raise.class::isInstance)
                .map(effect -> ((Effect.Raise) effect).alert())
                .map(alert -> alert.publisher() + (alert.firing() ? "+" : "-"))
                .collect(Collectors.joining(" "));
        stage.effects.clear();
        return alerts;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            what goes well is told to nobody       | bind:PUBLISHED bind:VERIFIED                      | -
            a failure is told once                 | bind:FAILED bind:FAILED                           | bind+
            and ends when the target has it        | bind:FAILED bind:PUBLISHED bind:VERIFIED          | bind+ bind-
            name servers that lag are one too      | bind:PUBLISHED bind:LAGGING                       | bind+
            which ends with their answer           | bind:LAGGING bind:PUBLISHED bind:VERIFIED         | bind+ bind-
            a lag that turns into a failure is one | bind:LAGGING bind:FAILED bind:PUBLISHED           | bind+ bind-
            each publisher for itself              | bind:FAILED cloud:FAILED cloud:PUBLISHED          | bind+ cloud+ cloud-
            a drift is no failure                  | bind:DRIFTED bind:SETTLED                         | -
            """)
    void alerts(String what, String line, String alerts) {
        Stage stage = told(Stage.of(PLAN), line);
        assertThat(alerts(stage)).isEqualTo(alerts == null ? "" : alerts);
    }

    @Test
    void the_alert_says_who_what_and_why() {
        Stage stage = told(Stage.of(PLAN), "bind:FAILED");
        Alert alert = stage.effects.stream()
                .filter(Effect.Raise.class::isInstance)
                .map(effect -> ((Effect.Raise) effect).alert())
                .findFirst()
                .orElseThrow();
        assertThat(alert.type()).isEqualTo(AlertType.PUBLISH_FAILED);
        assertThat(alert.incident()).isEqualTo("unpublished/" + Plans.SERVICE + "/bind");
        assertThat(alert.summary())
                .isEqualTo(Plans.SERVICE
                        + ": publisher bind, generation 12 is not answered by its target: REFUSED by 192.0.2.1");
        assertThat(alert.answer()).containsExactly(Plans.address(1), Plans.address(2));
    }

    @Test
    void a_word_changes_no_decision() {
        Stage stage = Stage.of(PLAN);
        var before = stage.decision();
        told(stage, "bind:FAILED bind:PUBLISHED");
        assertThat(stage.decision()).isSameAs(before);
    }

    @Test
    void an_open_alert_goes_on_over_a_reload_and_a_restart_and_ends_with_its_publisher() {
        Stage stage = told(Stage.of(PLAN), "bind:FAILED cloud:LAGGING");
        alerts(stage);
        stage.step("5", new Event.Configured(PLAN, Memory.NONE));
        assertThat(alerts(stage)).isEmpty();
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(6)), Stage.NOON.plusSeconds(7), PLAN);
        assertThat(alerts(told(next, "bind:PUBLISHED cloud:PUBLISHED"))).isEqualTo("bind-");
        next.step("9", new Event.Configured(plan("bind"), Memory.NONE));
        assertThat(alerts(next)).isEqualTo("cloud-");
        Stage third =
                Stage.restarted(next.stopped(Stage.NOON.plusSeconds(20)), Stage.NOON.plusSeconds(21), plan("bind"));
        assertThat(alerts(third)).isEmpty();
    }

    @Test
    void a_late_word_of_a_publisher_that_keeps_the_service_no_longer_begins_nothing() {
        Stage stage = Stage.of(PLAN);
        stage.step("1", new Event.Configured(plan("bind"), Memory.NONE));
        stage.effects.clear();
        assertThat(alerts(told(stage, "cloud:FAILED"))).isEmpty();
        assertThat(alerts(told(stage, "local:FAILED"))).isEqualTo("local+");
        stage.step("9", new Event.Configured(plan("bind"), Memory.NONE));
        assertThat(alerts(stage)).as("a reload mends nothing").isEmpty();
    }

    @Test
    void a_service_that_goes_takes_its_alerts_along() {
        Stage stage = told(Stage.of(PLAN), "bind:FAILED");
        alerts(stage);
        stage.step(
                "5",
                new Event.Configured(
                        Plan.of(List.of(
                                Plans.plan("api.gslb.example.com", "x=8", Plans.HEALTH, 1, new AllDown.FailOpen()))),
                        Memory.NONE));
        assertThat(alerts(stage)).isEqualTo("bind-");
    }
}
