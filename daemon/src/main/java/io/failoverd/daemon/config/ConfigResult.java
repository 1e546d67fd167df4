package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.ZoneSet;
import java.util.List;

/** What came of loading a config file. */
public sealed interface ConfigResult {
    /**
     * A file that can be used.
     *
     * @param zones its zones, read and checked
     * @param clients its client regions, looked up
     * @param warnings in the order of the file
     * @param unreadableSecrets a warning for each secret that is not there: enough to check, not to run
     */
    record Loaded(
            Configuration configuration,
            ZoneSet zones,
            ClientRegions clients,
            List<Problem> warnings,
            List<Problem> unreadableSecrets)
            implements ConfigResult {
        public Loaded {
            warnings = List.copyOf(warnings);
            unreadableSecrets = List.copyOf(unreadableSecrets);
        }
    }

    /**
     * A file that cannot be used.
     *
     * @param problems at least one, in the order of the file
     * @param warnings in the order of the file
     */
    record Rejected(List<Problem> problems, List<Problem> warnings) implements ConfigResult {
        public Rejected {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("rejected without a problem");
            }
        }
    }

    /** The same result for the daemon itself, which needs its secrets: one that cannot be read is an error. */
    default ConfigResult forRunning() {
        return switch (this) {
            case Loaded loaded ->
                loaded.unreadableSecrets().isEmpty()
                        ? loaded
                        : new Rejected(
                                loaded.unreadableSecrets().stream()
                                        .map(Problem::asError)
                                        .toList(),
                                loaded.warnings());
            case Rejected rejected -> rejected;
        };
    }
}
