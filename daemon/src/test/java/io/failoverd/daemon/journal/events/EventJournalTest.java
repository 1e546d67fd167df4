package io.failoverd.daemon.journal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.replay.ExactReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventJournalTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    private EventJournal open(JournalLimits limits) {
        return EventJournal.of(directory, Day.run(), limits, free::get).begin();
    }

    private static JournalLimits limits(Duration flushEvery, JournalSettings settings, int segmentSteps, int waiting) {
        JournalLimits real = Journals.limits(settings, flushEvery);
        return new JournalLimits(
                settings,
                waiting,
                100,
                real.blockBytes(),
                segmentSteps,
                real.segmentAge(),
                flushEvery,
                SOON,
                real.pruneStep(),
                real.freeBytes(),
                SOON,
                SOON,
                real.closePatience());
    }

    private static JournalLimits limits(Duration flushEvery) {
        return limits(flushEvery, JournalSettings.DEFAULT, 1_000_000, 20_000);
    }

    private static Day telling(EventJournal journal) {
        return new Day(1, (before, event, now, step) -> Journals.tell(journal, before, event, now, step.effects()));
    }

    private List<Segment> segments() throws Exception {
        try (JournalReader reader = Journals.open(directory)) {
            return reader.segments();
        }
    }

    @Test
    void aDecisionIsOnDiskAtOnceAndACrashLosesWhatCameAfterIt() throws Exception {
        try (EventJournal journal = open(limits(NEVER))) {
            Day day = telling(journal);
            day.step(new Event.Configured(Day.plan(3), Memory.NONE), Day.run().start());
            Journals.awaitWritten(journal);
            day.step(new Event.Tick(), Day.run().start().plus(Duration.ofSeconds(1)));

            // What a crash leaves behind is what another process reads now.
            assertThat(Journals.entries(directory)).hasSize(1);
            assertThat(journal.health().waiting()).isEqualTo(1);
        }
        assertThat(Journals.entries(directory)).hasSize(2);
    }

    @Test
    void aSegmentInTheMiddleOfARunIsReplayedFromTheWorldThatWasKept() throws Exception {
        try (EventJournal journal = open(limits(SOON, JournalSettings.DEFAULT, 3_000, 20_000))) {
            // A segment ends between two writes: a writer that falls behind would put hours of the day into one.
            new Day(1, (before, event, now, step) -> {
                        Journals.tell(journal, before, event, now, step.effects());
                        if (now.nanos() % 64 == 0) {
                            Journals.awaitWritten(journal);
                        }
                    })
                    .live(Duration.ofHours(5));
        }
        List<Segment> segments = segments();
        assertThat(segments).hasSizeGreaterThan(2);
        assertThat(segments.getFirst().fromStart()).isTrue();
        assertThat(segments.subList(1, segments.size())).noneMatch(Segment::fromStart);
        assertThat(segments).extracting(Segment::lost).containsOnly(0L);
        ExactReplay replay = Journals.replay(directory);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.decisions()).isGreaterThan(5);
    }

    @Test
    void aDiskThatIsNearlyFullStopsTheJournalAndItGoesOnInANewSegment() throws Exception {
        long dropped;
        try (EventJournal journal = open(limits(SOON))) {
            Day day = new Day(1, (before, event, now, step) -> {
                long minute = now.since(Day.run().start()).toMinutes();
                free.set(minute >= 65 && minute < 130 ? 1000 : Long.MAX_VALUE);
                Journals.tell(journal, before, event, now, step.effects());
                if (now.nanos() % 64 == 0) {
                    Journals.awaitWritten(journal);
                }
            });
            day.live(Duration.ofHours(3));
            Journals.awaitWritten(journal);
            dropped = journal.health().dropped();
            assertThat(journal.health().lastError()).contains("less than 64 MiB");
            assertThat(journal.health().stoppedSince()).isNull();
        }
        assertThat(dropped).isPositive();
        List<Segment> segments = segments();
        assertThat(segments.stream().mapToLong(Segment::lost).sum()).isEqualTo(dropped);
        assertThat(Journals.replay(directory).differences()).isEmpty();
    }

    @Test
    void whatFindsNoRoomInMemoryIsCountedAndTheRestIsReplayed() throws Exception {
        try (EventJournal journal = open(limits(SOON, JournalSettings.DEFAULT, 1_000_000, 50))) {
            var day = new Day(1, (before, event, now, step) -> journal.stepped(before, event, now, step.effects()));
            day.live(Duration.ofHours(2));
            Journals.awaitWritten(journal);
            assertThat(journal.health().dropped()).isPositive();
            day.step(new Event.Tick(), Day.run().start().plus(Duration.ofHours(2)));
        }
        assertThat(segments()).hasSizeGreaterThan(1);
        assertThat(Journals.replay(directory).differences()).isEmpty();
    }

    @Test
    void theOldestSegmentsGoWhenTheyAreOldOrTooManyAndTheRestIsReplayed() throws Exception {
        for (var settings :
                List.of(new JournalSettings(Duration.ofHours(2), 1L << 40), new JournalSettings(NEVER, 200_000))) {
            Files.deleteIfExists(directory.resolve(JournalFile.NAME));
            try (EventJournal journal = open(limits(SOON, settings, 2_000, 20_000))) {
                Day day = telling(journal);
                day.live(Duration.ofHours(12));
                Journals.awaitWritten(journal);
                for (int i = 0; i < 200 && segments().getFirst().fromStart(); i++) {
                    journal.stepped(
                            day.world(), new Event.Tick(), Day.run().start().plus(Duration.ofHours(12)), List.of());
                    Journals.awaitWritten(journal);
                }
            }
            assertThat(segments().getFirst().firstSeq()).as("%s", settings).isGreaterThan(1);
            assertThat(Journals.entries(directory)).isNotEmpty();
            assertThat(Journals.entries(directory).getFirst().seq())
                    .isEqualTo(segments().getFirst().firstSeq());
            assertThat(Journals.replay(directory).differences()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoJournalIsMovedAside() throws Exception {
        Files.writeString(directory.resolve(JournalFile.NAME), "this is no database, by any measure".repeat(200));
        try (EventJournal journal = open(limits(SOON))) {
            telling(journal).live(Duration.ofMinutes(10));
        }
        assertThat(Journals.replay(directory).differences()).isEmpty();
        assertThat(directory.resolve(JournalFile.NAME + ".unreadable")).exists();
    }

    @Test
    void aNewerJournalIsLeftAloneAndEverythingElseGoesOn() throws Exception {
        Path file = directory.resolve(JournalFile.NAME);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file);
        try (EventJournal journal = open(limits(SOON))) {
            telling(journal).live(Duration.ofMinutes(1));
            Journals.awaitWritten(journal);
            assertThat(journal.health().lastError()).contains("newer failoverd");
        }
        assertThat(Files.readAllBytes(file)).hasSize(before.length);
        assertThat(JournalReader.open(directory)).isInstanceOf(JournalReader.Opening.Refused.class);
    }

    @Test
    void aCopyIsReadWithoutTheRightToWriteBesideIt() throws Exception {
        try (EventJournal journal = open(limits(SOON))) {
            telling(journal).live(Duration.ofMinutes(10));
        }
        Path copy = Files.createDirectory(directory.resolve("a copy, 100% of it"));
        Files.copy(directory.resolve(JournalFile.NAME), copy.resolve(JournalFile.NAME));
        assertThat(Journals.entries(copy)).hasSameSizeAs(Journals.entries(directory));
    }
}
