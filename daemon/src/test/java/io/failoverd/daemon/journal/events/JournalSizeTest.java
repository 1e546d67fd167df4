package io.failoverd.daemon.journal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.JournalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a day costs on disk, and that it is all there. */
class JournalSizeTest {
    /** The bound; docs/replay.md has what was measured. */
    private static final double MOST_BYTES_A_PROBE = 30;

    @TempDir
    private Path directory;

    @Test
    void aDayOfTwoEndpointsEveryTwoSecondsTakesLessThanThirtyBytesAProbe() throws Exception {
        var told = new ArrayList<Entry>();
        Day day;
        // Far more flushes a step than a daemon has: the open block is written anew at each.
        JournalLimits limits = Journals.limits(JournalSettings.DEFAULT, Duration.ofMillis(1));
        try (EventJournal journal = EventJournal.of(directory, Day.run(), limits, () -> Long.MAX_VALUE)
                .begin()) {
            day = new Day(7, (before, event, now, step) -> {
                told.add(new Entry(told.size() + 1, now, event, Outcome.of(step.effects())));
                Journals.tell(journal, before, event, now, step.effects());
            });
            day.live(Duration.ofDays(1));
        }

        long bytes = Files.size(directory.resolve(JournalFile.NAME));
        double each = (double) bytes / day.probes();
        System.out.printf("a day: %d probes, %d bytes, %.1f a probe%n", day.probes(), bytes, each);

        assertThat(day.probes()).isGreaterThan(86_400);
        assertThat(each).isLessThan(MOST_BYTES_A_PROBE);
        assertThat(Files.exists(directory.resolve(JournalFile.NAME + "-wal"))).isFalse();
        List<Entry> kept = Journals.entries(directory);
        assertThat(kept).hasSameSizeAs(told);
        assertThat(kept.equals(told))
                .as("every step is there to the nanosecond")
                .isTrue();
    }
}
