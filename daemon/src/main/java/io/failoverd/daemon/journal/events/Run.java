package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import java.time.Instant;

/**
 * One life of a daemon, as {@link World#start} was told of it.
 *
 * @param version of the failoverd that ran
 */
public record Run(String node, String version, Moment start, Instant wall, long usedBefore, long reserved) {
    /** The world in which it began. */
    public World world() {
        return World.start(start, wall, usedBefore, reserved);
    }
}
