package io.failoverd.daemon.core;

import java.time.Instant;
import java.util.List;

/**
 * Everything that was kept on disk, as it is handed to the core at a start.
 *
 * @param aliveAt when the daemon that wrote it was last known to run: verdicts age from here
 * @param generationsReserved no generation up to this one may be used again
 */
public record Memory(
        List<EndpointMemory> endpoints,
        List<ServiceMemory> services,
        CommonMemory common,
        Instant aliveAt,
        long generationsReserved) {
    /** A cold start. */
    public static final Memory NONE = new Memory(List.of(), List.of(), CommonMemory.NONE, Instant.EPOCH, 0);

    public Memory {
        endpoints = List.copyOf(endpoints);
        services = List.copyOf(services);
    }
}
