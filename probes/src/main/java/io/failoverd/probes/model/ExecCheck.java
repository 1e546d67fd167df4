package io.failoverd.probes.model;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes when a program says so by its exit code: 0 up, 1 degraded, 2 down.
 *
 * @param port what the program is told; 0 for none
 * @param command the program's path and its arguments, which no shell sees; at least one
 * @param environment beside what every program is told
 */
public record ExecCheck(
        String name,
        int port,
        List<String> command,
        Map<String, String> environment,
        LatencyLimits degradedLatency,
        Cadence cadence)
        implements Check {
    /** A program that says more than this has another purpose. */
    public static final int MAX_OUTPUT_BYTES = 256 * 1024;

    /** Of all checks together: each is a process of this host, and most of them wait for a network. */
    public static final int MAX_RUNNING = 64;

    public ExecCheck {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    @Override
    public @Nullable InetAddress source() {
        return null;
    }
}
