package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.daemon.journal.events.Outcome;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same core over the same steps, every effect held against the one that was journalled. Ask it when the steps are
 * through.
 *
 * <p>One thread takes the steps and one judges them, in the same order; it may be the same thread, and neither touches
 * what is the other's.
 */
public final class ExactReplay implements Replaying {
    /** Of more differences than this nobody reads the rest; they are counted. */
    private static final int MOST_TOLD = 100;

    /**
     * A step whose effects are not those that were journalled.
     *
     * @param event the kind of event
     * @param journalled the decisions then, and {@code replayed} those now; empty where only other effects differ
     */
    public record Difference(Instant at, long seq, String event, List<String> journalled, List<String> replayed) {
        public Difference {
            journalled = List.copyOf(journalled);
            replayed = List.copyOf(replayed);
        }
    }

    private final ReplayWindow window;
    private final Tally tally;
    private final List<Difference> differences = new ArrayList<>();
    /** Of the thread that takes the steps; all else is of the one that judges. */
    private World world = World.start(Moment.ZERO, Instant.EPOCH, 0, 0);

    private long steps;
    private long compared;
    private long decisions;
    private long differing;

    public ExactReplay(ReplayWindow window, Tally tally) {
        this.window = window;
        this.tally = tally;
    }

    /** From here on in another world: at the beginning, for a new run, or after steps that were lost. */
    public void goOnIn(World next) {
        goOnIn(next, false).run();
    }

    @Override
    public Runnable goOnIn(World next, boolean fromStart) {
        world = next;
        return tally::restarted;
    }

    /** Takes a step and judges it. The wall time after the step. */
    public Instant accept(Entry entry) {
        Taken taken = take(entry);
        taken.judge().run();
        return taken.at();
    }

    @Override
    public Taken take(Entry entry) {
        try {
            Step step = Engine.step(world, entry.event(), entry.now());
            world = step.world();
            return taken(entry, step, "");
        } catch (RuntimeException bug) {
            return taken(entry, new Step(world, List.of()), "the core fails: " + bug);
        }
    }

    private Taken taken(Entry entry, Step step, String failure) {
        Instant at = step.world().wall().at(entry.now());
        boolean idle = step.effects().isEmpty() && entry.outcome() == null && failure.isEmpty();
        // Nearly all are: a world that is kept for each of them is what the collector would be busy with.
        return new Taken(at, idle ? () -> judge(entry) : () -> judge(entry, step.world(), step.effects(), at, failure));
    }

    /** Nothing came of it, and nothing should have. */
    private void judge(Entry entry) {
        steps++;
        tally.seen(entry);
    }

    private void judge(Entry entry, World after, List<Effect> effects, Instant at, String failure) {
        steps++;
        boolean counted = window.holds(at);
        tally.stepped(entry, after, effects, counted);
        if (counted) {
            compare(entry, at, effects, failure);
        }
    }

    private void compare(Entry entry, Instant at, List<Effect> effects, String failure) {
        Outcome now = Outcome.of(effects);
        @Nullable Outcome then = entry.outcome();
        compared++;
        decisions += now == null ? 0 : now.decisions().size();
        if (failure.isEmpty() && Objects.equals(now, then)) {
            return;
        }
        differing++;
        if (differences.size() < MOST_TOLD) {
            List<String> replayed = now == null ? List.of() : now.decisions();
            differences.add(new Difference(
                    at,
                    entry.seq(),
                    entry.event().getClass().getSimpleName(),
                    then == null ? List.of() : then.decisions(),
                    failure.isEmpty() ? replayed : List.of(failure)));
        }
    }

    public World world() {
        return world;
    }

    public long steps() {
        return steps;
    }

    /** Steps with effects, of which each was held against the journal. */
    public long compared() {
        return compared;
    }

    public long decisions() {
        return decisions;
    }

    public long differing() {
        return differing;
    }

    /** The first of them. */
    public List<Difference> differences() {
        return List.copyOf(differences);
    }
}
