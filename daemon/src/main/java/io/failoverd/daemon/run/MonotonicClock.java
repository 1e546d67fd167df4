package io.failoverd.daemon.run;

import io.failoverd.probes.model.Moment;
import java.util.function.Supplier;

/** The one clock of a run; its origin is its creation, so that moments are small and never negative. Any thread. */
public final class MonotonicClock implements Supplier<Moment> {
    private final long origin = System.nanoTime();

    @Override
    public Moment get() {
        return new Moment(System.nanoTime() - origin);
    }
}
