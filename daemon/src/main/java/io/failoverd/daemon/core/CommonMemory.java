package io.failoverd.daemon.core;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * What outlives a restart and belongs to no service.
 *
 * @param configRejected whether it was alerted that a configuration was refused, and not yet that one was accepted
 * @param isolated whether it was alerted that our own network is cut off, and not yet that it works again
 * @param removals those that the brake may still count, by time
 */
public record CommonMemory(boolean configRejected, boolean isolated, List<RemovalMemory> removals) {
    public static final CommonMemory NONE = new CommonMemory(false, false, List.of());

    public CommonMemory {
        removals = List.copyOf(removals);
    }

    /** An address that left. */
    public record RemovalMemory(InetAddress address, Instant at) {}
}
