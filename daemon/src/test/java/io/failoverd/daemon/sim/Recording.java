package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One run's events with their moments and what came of them, as the journal keeps it: enough to run it again. */
final class Recording {
    private record Entry(Event event, Moment now, List<Effect> effects) {}

    private final World start;
    private final List<Entry> entries = new ArrayList<>();

    Recording(World start) {
        this.start = start;
    }

    void add(Event event, Moment now, List<Effect> effects) {
        entries.add(new Entry(event, now, effects));
    }

    /** Is told each step, with the world before it. */
    interface Listener {
        void stepped(World before, Event event, Moment now, List<Effect> effects);
    }

    World start() {
        return start;
    }

    void tell(Listener listener) {
        World world = start;
        for (Entry entry : entries) {
            listener.stepped(world, entry.event(), entry.now(), entry.effects());
            world = Engine.step(world, entry.event(), entry.now()).world();
        }
    }

    int steps() {
        return entries.size();
    }

    List<Effect> effects() {
        return entries.stream().flatMap(entry -> entry.effects().stream()).toList();
    }

    /** The same events at the same moments have the same effects, step by step. */
    void replay() {
        World world = start;
        for (Entry entry : entries) {
            Step step = Engine.step(world, entry.event(), entry.now());
            assertThat(step.effects()).as("replayed %s", entry.event()).isEqualTo(entry.effects());
            world = step.world();
        }
    }

    /** Looking at the core more often changes nothing: all that it says, it says all the same. */
    void replayWithTicks(RandomGenerator chance) {
        World world = start;
        var told = new ArrayList<Effect>();
        Moment last = null;
        for (Entry entry : entries) {
            if (last != null) {
                for (Moment tick : between(last, entry.now(), chance)) {
                    Step step = Engine.step(world, new Event.Tick(), tick);
                    world = step.world();
                    told.addAll(step.effects());
                }
            }
            last = entry.now();
            Step step = Engine.step(world, entry.event(), entry.now());
            world = step.world();
            told.addAll(step.effects());
        }
        same("with more ticks", told);
    }

    /** Nor does looking at it less often: the ticks of the simulation carry nothing. */
    void replayWithoutTicks() {
        World world = start;
        var told = new ArrayList<Effect>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean last = i == entries.size() - 1;
            if (last || !(entry.event() instanceof Event.Tick)) {
                Step step = Engine.step(world, entry.event(), entry.now());
                world = step.world();
                told.addAll(step.effects());
            }
        }
        same("without ticks", told);
    }

    private void same(String how, List<Effect> told) {
        for (Class<? extends Effect> kind : KINDS) {
            assertThat(of(kind, told)).as("%s: %s", how, kind.getSimpleName()).isEqualTo(of(kind, effects()));
        }
    }

    private static final List<Class<? extends Effect>> KINDS = List.of(
            Effect.Publish.class,
            Effect.Raise.class,
            Effect.SetPace.class,
            Effect.SetDrill.class,
            Effect.DrillTold.class,
            Effect.HealthChanged.class,
            Effect.RememberEndpoint.class,
            Effect.RememberService.class,
            Effect.RememberCommon.class,
            Effect.Forget.class);

    private static List<Effect> of(Class<? extends Effect> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).toList();
    }

    private static List<Moment> between(Moment from, Moment to, RandomGenerator chance) {
        long gap = to.since(from).toNanos();
        return Stream.generate(() -> new Moment(from.nanos() + (gap == 0 ? 0 : chance.nextLong(gap + 1))))
                .limit(chance.nextInt(3))
                .sorted()
                .toList();
    }
}
