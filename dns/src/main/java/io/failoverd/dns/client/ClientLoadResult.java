package io.failoverd.dns.client;

import java.util.List;

/** What came of reading the client regions: the table, or everything that is wrong. */
public sealed interface ClientLoadResult {
    /**
     * The table stands.
     *
     * @param warnings places that no database knows; an update of a database must not stop a daemon
     */
    record Loaded(ClientRegions regions, List<ClientProblem> warnings) implements ClientLoadResult {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    record Rejected(List<ClientProblem> problems) implements ClientLoadResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
