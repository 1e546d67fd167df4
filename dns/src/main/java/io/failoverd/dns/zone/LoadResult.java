package io.failoverd.dns.zone;

import java.util.List;

/** What came of reading the zones: all of them, or everything that is wrong with them. */
public sealed interface LoadResult {
    record Loaded(ZoneSet zones) implements LoadResult {}

    record Rejected(List<ZoneProblem> problems) implements LoadResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
