package io.failoverd.daemon.drill.client;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request of a drill. Times are since the drill's start.
 *
 * @param planned when it was to start; latency counts from here, so that a client that is held up hides nothing
 * @param started when it did
 * @param address that was asked; null where the name had none
 */
public record Shot(
        int index,
        Duration planned,
        Duration started,
        @Nullable InetAddress address,
        Outcome outcome,
        Duration ended) {}
