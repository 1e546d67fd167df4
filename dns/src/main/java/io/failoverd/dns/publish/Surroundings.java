package io.failoverd.dns.publish;

import java.time.Duration;
import java.time.Instant;

/** Where a publisher's time, chance and threads come from; a simulation has its own. */
public interface Surroundings {
    /** Monotonic, since any origin. */
    Duration now();

    /** For people. */
    Instant wall();

    /** In [0, 1). From any thread. */
    double random();

    /** Runs it on a thread of its own, where it may block. */
    Running start(String name, Runnable body);

    /** A bell that one thread waits for. */
    Bell bell();

    /** The machine's clocks and virtual threads. */
    static Surroundings system() {
        return new SystemSurroundings();
    }

    /** A thread that was started. */
    interface Running {
        /** Interrupts it, if it still runs. */
        void interrupt();

        /** Waits for its end, at most so long; whether it has ended. */
        boolean join(Duration atMost);
    }

    /** Remembers one ring. */
    interface Bell {
        void ring();

        /** Until it rings, or rang since the last wait, or {@link Surroundings#now} reaches {@code until}. */
        void await(Duration until);
    }
}
