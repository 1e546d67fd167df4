package io.failoverd.daemon.config;

import java.nio.file.Path;

/**
 * This failoverd.
 *
 * @param name how it calls itself in status, alerts and logs; the machine's host name unless set
 * @param stateDir where it keeps what must survive a restart
 */
public record NodeSettings(String name, Path stateDir) {
    public static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/failoverd");
}
