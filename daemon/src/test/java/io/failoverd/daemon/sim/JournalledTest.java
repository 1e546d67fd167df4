package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.daemon.journal.events.EventJournal;
import io.failoverd.daemon.journal.events.Journals;
import io.failoverd.daemon.journal.events.Outcome;
import io.failoverd.daemon.journal.events.Run;
import io.failoverd.daemon.replay.ExactReplay;
import io.failoverd.daemon.replay.ReplayWindow;
import io.failoverd.daemon.replay.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a life of the simulation brings — reloads, restarts, overrides, steps of the wall clock, crashes — goes
 * through the codec, the file and the replay, and every effect comes out as it was. One scenario again:
 * {@code -Dtest=JournalledTest -Dfailoverd.sim.seed=SEED}; more of them: {@code -Dfailoverd.sim.journalled=60}.
 */
class JournalledTest {
    private static final int SCENARIOS = Integer.getInteger("failoverd.sim.journalled", 40);
    private static final int NAMED_LIVES = Math.max(10, SCENARIOS / 6);

    @TempDir
    private Path directory;

    @Test
    void every_effect_of_every_life_comes_out_of_the_journal_as_it_was() throws Exception {
        Long only = Long.getLong("failoverd.sim.seed");
        long compared = 0;
        long decisions = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? SCENARIOS : only + 1); seed++) {
            var scenario = new Scenario(seed);
            scenario.run();
            Path place = directory.resolve("seed" + seed);
            assertThat(place.toFile().mkdir()).isTrue();
            List<Entry> told = journal(scenario.simulation().recordings(), place);

            assertThat(Journals.entries(place).equals(told))
                    .as("scenario %d: the steps", seed)
                    .isTrue();
            ExactReplay replay = Journals.replay(place);
            assertThat(replay.differences()).as("scenario %d", seed).isEmpty();
            assertThat(replay.differing()).as("scenario %d", seed).isZero();
            assertThat(replay.steps()).isEqualTo(told.size());
            compared += replay.compared();
            decisions += replay.decisions();
        }
        assertThat(decisions).isGreaterThan(only == null ? 200 : 0);
        assertThat(compared).isGreaterThan(decisions);
    }

    @Test
    void so_do_drills() throws Exception {
        long drills = 0;
        for (long seed = 0; seed < NAMED_LIVES; seed++) {
            var life = new DrillLife(seed, true);
            life.run();
            Path place = directory.resolve("drilled" + seed);
            assertThat(place.toFile().mkdir()).isTrue();
            List<Entry> told = journal(life.recordings(), place);

            assertThat(Journals.entries(place).equals(told))
                    .as("life %d: the steps", seed)
                    .isTrue();
            ExactReplay replay = Journals.replay(place);
            assertThat(replay.differences()).as("life %d", seed).isEmpty();
            assertThat(replay.steps()).isEqualTo(told.size());
            drills += life.counts()[0];
        }
        assertThat(drills).isPositive();
    }

    @Test
    void so_do_the_lives_of_host_names() throws Exception {
        long decisions = 0;
        for (long seed = 0; seed < NAMED_LIVES; seed++) {
            var life = new NamedLife(seed);
            life.run();
            Path place = directory.resolve("named" + seed);
            assertThat(place.toFile().mkdir()).isTrue();
            List<Entry> told = journal(life.recordings(), place);

            assertThat(Journals.entries(place).equals(told))
                    .as("life %d: the steps", seed)
                    .isTrue();
            ExactReplay replay = Journals.replay(place);
            assertThat(replay.differences()).as("life %d", seed).isEmpty();
            assertThat(replay.steps()).isEqualTo(told.size());
            decisions += replay.decisions();
        }
        assertThat(decisions).isGreaterThan(200);
    }

    private static List<Entry> journal(List<Recording> recordings, Path place) {
        var told = new ArrayList<Entry>();
        for (Recording recording : recordings) {
            try (EventJournal journal = EventJournal.of(place, run(recording.start()), JournalSettings.DEFAULT)
                    .begin()) {
                recording.tell((before, event, now, effects) -> {
                    told.add(new Entry(told.size() + 1, now, event, Outcome.of(effects)));
                    Journals.tell(journal, before, event, now, effects);
                });
            }
        }
        return told;
    }

    private static Run run(World start) {
        return new Run(
                "sim",
                "test",
                start.wall().moment(),
                start.wall().instant(),
                start.generations().last(),
                start.generations().reserved());
    }

    @Test
    void a_step_that_was_decided_otherwise_is_found() {
        var scenario = new Scenario(1);
        scenario.run();
        Recording recording = scenario.simulation().recordings().getFirst();
        var replay = new ExactReplay(ReplayWindow.ALL, new Tally(Duration.ofSeconds(30)));
        replay.goOnIn(recording.start());
        var last = new ArrayList<Effect>();
        recording.tell((before, event, now, effects) -> {
            // Each step is said to have had the effects of the one before it.
            replay.accept(new Entry(replay.steps() + 1, now, event, Outcome.of(last)));
            last.clear();
            last.addAll(effects);
        });
        assertThat(replay.differing()).isPositive();
        assertThat(replay.differences().getFirst().seq()).isEqualTo(1);
        assertThat(replay.differences().getFirst().event()).isEqualTo("Configured");
    }
}
