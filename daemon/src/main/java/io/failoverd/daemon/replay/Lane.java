package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One course of events: the recorded one, or the same events under another plan. */
final class Lane {
    private final Optional<Plan> plan;
    private final Tally tally;
    private final KeptState kept = new KeptState();
    private World world = World.start(Moment.ZERO, Instant.EPOCH, 0, 0);
    private boolean toConfigure;

    /** @param plan instead of every recorded one; empty for those */
    Lane(Optional<Plan> plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
    }

    /** @param fromStart whether the first step configures it; in the middle of a run, the recorded plan is in force */
    void goOnIn(World next, boolean fromStart) {
        world = next;
        tally.restarted();
        toConfigure = plan.isPresent() && !fromStart;
    }

    /** Whether the step decided anything. */
    boolean accept(Entry entry, boolean counted) {
        boolean decided = false;
        if (toConfigure) {
            toConfigure = false;
            var anew = new Event.Configured(plan.orElseThrow(), Memory.NONE);
            decided = step(new Entry(entry.seq(), entry.now(), anew, null), counted);
        }
        return step(new Entry(entry.seq(), entry.now(), event(entry.event()), null), counted) || decided;
    }

    private Event event(Event recorded) {
        if (plan.isEmpty() || !(recorded instanceof Event.Configured configured)) {
            return recorded;
        }
        boolean start =
                !configured.memory().equals(Memory.NONE) || world.services().isEmpty();
        return new Event.Configured(plan.get(), start ? kept.after(configured.memory()) : Memory.NONE);
    }

    private boolean step(Entry entry, boolean counted) {
        Step step = Engine.step(world, entry.event(), entry.now());
        world = step.world();
        List<Effect> effects = step.effects();
        tally.stepped(entry, world, effects, counted);
        if (effects.isEmpty()) {
            return false;
        }
        if (plan.isPresent()) {
            kept.keep(effects);
        }
        if (entry.event() instanceof Event.Configured) {
            tally.keepOnly(world);
        }
        return effects.getFirst() instanceof Effect.Publish || entry.event() instanceof Event.Configured;
    }

    World world() {
        return world;
    }

    Tally tally() {
        return tally;
    }
}
