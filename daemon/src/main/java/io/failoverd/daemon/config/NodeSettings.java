package io.failoverd.daemon.config;

import java.nio.file.Path;

/**
 * This failoverd.
 *
 * @param name how it calls itself in status, alerts and logs; the machine's host name unless set
 * @param stateDir where it keeps what must survive a restart
 * @param maxProbes how many probes may be under way at once, of all services and sentinels
 */
public record NodeSettings(String name, Path stateDir, int maxProbes) {
    public static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/failoverd");

    /** Fewer would not do for a few gateways that hang. */
    static final int LEAST_PROBES = 16;

    /** Each is a socket with its buffers; more targets than that takes are for more than one node. */
    static final int MOST_PROBES = 131_072;
}
