package io.failoverd.daemon.cli;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.Ahead;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.daemon.journal.events.JournalReader;
import io.failoverd.daemon.journal.events.Segment;
import io.failoverd.daemon.journal.events.UnreadableJournal;
import io.failoverd.daemon.replay.ExactReplay;
import io.failoverd.daemon.replay.ReplayWindow;
import io.failoverd.daemon.replay.Replaying;
import io.failoverd.daemon.replay.Tally;
import io.failoverd.daemon.replay.WhatIf;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One replay: from the segments of the journal into the core. A segment goes on where the one before it ended, unless
 * steps were lost in between or a new run began; then it begins in the world that was kept with it.
 */
final class ReplayRun {
    private static final String NOTHING = "";
    /** So many steps at once that handing them over costs nothing against the work. */
    private static final int BATCH = 512;
    /** Batches that may wait: some 2,000 steps, a MiB. More would only be copied by the collector. */
    private static final int BATCHES_AHEAD = 4;

    private final JournalReader reader;
    private final ReplayWindow window;
    private final Duration falseWithin;
    private final ReplayProgress progress;
    private final List<String> notes = new ArrayList<>();
    private final Set<Instant> runs = new LinkedHashSet<>();
    private long steps;
    private long lost;
    private long unreadable;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private long nextSeq;

    ReplayRun(JournalReader reader, ReplayWindow window, Duration falseWithin, ReplayProgress progress) {
        this.reader = reader;
        this.window = window;
        this.falseWithin = falseWithin;
        this.progress = progress;
    }

    ReplayReport exact() throws SQLException {
        var tally = new Tally(falseWithin);
        var replay = new ExactReplay(window, tally);
        go(segments(false), replay);
        return new ExactReport(read(), replay, tally.scores());
    }

    ReplayReport whatIf(Plan plan, String file) throws SQLException {
        var replay = new WhatIf(plan, window, falseWithin);
        go(segments(true), replay);
        replay.end();
        return new SideBySideReport(read(), replay, file);
    }

    /** The segments to go through: from the one that holds the beginning of the window, or from the start of its run. */
    private List<Segment> segments(boolean fromStartOfRun) throws SQLException {
        List<Segment> all;
        try {
            all = reader.segments();
        } catch (UnreadableJournal e) {
            notes.add(e.getMessage());
            unreadable++;
            return List.of();
        }
        int begin = 0;
        for (int i = 0; i < all.size(); i++) {
            boolean before = !all.get(i).at().isAfter(window.from());
            boolean beginning = !fromStartOfRun || i == 0 || !sameRun(all.get(i - 1), all.get(i));
            begin = before && beginning ? i : begin;
        }
        return all.subList(begin, all.size());
    }

    private static boolean sameRun(Segment a, Segment b) {
        return a.run().wall().equals(b.run().wall())
                && a.run().node().equals(b.run().node());
    }

    /** The core has a thread of its own, which works ahead; this one judges what it leaves. */
    private void go(List<Segment> segments, Replaying replay) throws SQLException {
        try (var ahead = new Ahead<List<Runnable>>("failoverd-replay-core", BATCHES_AHEAD, room -> {
            var course = new Course(replay, room);
            follow(segments, course);
            course.flush();
        })) {
            for (List<Runnable> batch = ahead.next(); batch != null; batch = ahead.next()) {
                batch.forEach(Runnable::run);
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException unread -> throw unread;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** The first half of a replay, which hands the second one on in batches. */
    private static final class Course {
        private final Replaying replay;
        private final Ahead.Room<List<Runnable>> room;
        private List<Runnable> batch = new ArrayList<>(BATCH);

        Course(Replaying replay, Ahead.Room<List<Runnable>> room) {
            this.replay = replay;
            this.room = room;
        }

        void goOnIn(World world, boolean fromStart) {
            hand(replay.goOnIn(world, fromStart));
        }

        /** The wall time after the step. */
        Instant accept(Entry entry) {
            Replaying.Taken taken = replay.take(entry);
            hand(taken.judge());
            return taken.at();
        }

        private void hand(Runnable half) {
            batch.add(half);
            if (batch.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (!room.put(batch)) {
                throw new CancellationException("nobody wants to know");
            }
            batch = new ArrayList<>(BATCH);
        }
    }

    private void follow(List<Segment> segments, Course course) throws SQLException {
        Segment before = null;
        for (Segment segment : segments) {
            if (done(segment.at())) {
                return;
            }
            try {
                if (!follow(segment, before, course)) {
                    return;
                }
                before = segment;
            } catch (UnreadableJournal e) {
                notes.add(e.getMessage());
                unreadable++;
                before = null;
            }
        }
    }

    private boolean follow(Segment segment, @Nullable Segment before, Course course)
            throws SQLException, UnreadableJournal {
        boolean goesOn = before != null && sameRun(before, segment) && segment.firstSeq() == nextSeq;
        if (!goesOn) {
            World world = reader.world(segment);
            if (segment.lost() > 0) {
                lost += segment.lost();
                notes.add(segment.lost() + " steps before " + segment.at()
                        + " never reached the disk; from there on the world that was kept is gone on from");
            }
            course.goOnIn(world, segment.fromStart());
        }
        if (runs.add(segment.run().wall()) && !segment.run().version().equals(Version.current())) {
            notes.add("the run of " + segment.run().wall() + " was of failoverd "
                    + segment.run().version() + ", and this is " + Version.current());
        }
        return reader.read(segment, entry -> {
            Instant at = course.accept(entry);
            progress.step();
            nextSeq = entry.seq() + 1;
            steps++;
            first = first == null ? at : first;
            last = at;
            return !done(at);
        });
    }

    /** A removal at the very end of the window is false or not by what comes after. */
    private boolean done(Instant at) {
        return window.to().isBefore(Instant.MAX) && at.isAfter(window.to().plus(falseWithin));
    }

    private ReplayReport.Read read() {
        Function<@Nullable Instant, String> text = at -> at == null ? NOTHING : at.toString();
        return new ReplayReport.Read(runs.size(), steps, lost, unreadable, text.apply(first), text.apply(last), notes);
    }
}
