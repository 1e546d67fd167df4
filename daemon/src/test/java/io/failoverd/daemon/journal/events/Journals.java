package io.failoverd.daemon.journal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.replay.ExactReplay;
import io.failoverd.daemon.replay.ReplayWindow;
import io.failoverd.daemon.replay.Tally;
import io.failoverd.probes.model.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests do with journals. */
public final class Journals {
    /** A test is faster than any daemon: where this many wait, it waits, too. */
    private static final int PATIENT = 10_000;

    private Journals() {}

    /** The daemon's, with another wait between two flushes. */
    static JournalLimits limits(JournalSettings settings, Duration flushEvery) {
        JournalLimits real = JournalLimits.of(settings);
        return new JournalLimits(
                settings,
                real.waiting(),
                real.blockSteps(),
                real.blockBytes(),
                real.segmentSteps(),
                real.segmentAge(),
                flushEvery,
                flushEvery,
                real.pruneStep(),
                real.freeBytes(),
                flushEvery,
                flushEvery,
                real.closePatience());
    }

    /** Tells a step, and none is dropped. */
    public static void tell(EventJournal journal, World before, Event event, Moment now, List<Effect> effects) {
        while (journal.health().waiting() > PATIENT) {
            Thread.onSpinWait();
        }
        journal.stepped(before, event, now, effects);
    }

    /** Until the disk has taken, or lost, all that was told. */
    static void awaitWritten(EventJournal journal) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (journal.health().waiting() > 0) {
            assertThat(System.nanoTime() - end).as("%s", journal.health()).isNegative();
            Thread.onSpinWait();
        }
    }

    public static JournalReader open(Path place) {
        assertThat(JournalReader.open(place)).isInstanceOf(JournalReader.Opening.Opened.class);
        return ((JournalReader.Opening.Opened) JournalReader.open(place)).reader();
    }

    /** All that a journal holds. */
    public static List<Entry> entries(Path place) throws Exception {
        var entries = new ArrayList<Entry>();
        try (JournalReader reader = open(place)) {
            for (Segment segment : reader.segments()) {
                reader.read(segment, entries::add);
            }
        }
        return entries;
    }

    /** Replays each segment by itself, in the world that was kept with it. */
    public static ExactReplay replay(Path place) throws Exception {
        var replay = new ExactReplay(ReplayWindow.ALL, new Tally(Duration.ofSeconds(30)));
        try (JournalReader reader = open(place)) {
            for (Segment segment : reader.segments()) {
                replay.goOnIn(reader.world(segment));
                reader.read(segment, entry -> {
                    replay.accept(entry);
                    return true;
                });
            }
        }
        return replay;
    }
}
