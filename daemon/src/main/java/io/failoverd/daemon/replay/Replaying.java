package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.events.Entry;
import java.time.Instant;

/**
 * A replay in two halves: what the core does with a step, and what is made of that. The second half comes back as
 * something to run; it may run later and on another thread, as long as all of them run in the order of the steps.
 */
public interface Replaying {
    /**
     * A step that the core has taken.
     *
     * @param at the wall time after it
     * @param judge the second half
     */
    record Taken(Instant at, Runnable judge) {}

    /**
     * From here on in another world: at the beginning, for a new run, or after steps that were lost.
     *
     * @param fromStart whether it is that of a start, and not one in the middle of a run
     * @return the second half
     */
    Runnable goOnIn(World next, boolean fromStart);

    /** The core takes the next step. */
    Taken take(Entry entry);
}
