package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.watch.WatchPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code watchAnswer}. */
final class WatchReader {
    private final ResolverReader resolvers;

    WatchReader(ResolverReader resolvers) {
        this.resolvers = resolvers;
    }

    /** Null where nothing is watched. */
    @Nullable
    WatchSettings read(Section root) {
        if (!root.has("watchAnswer")) {
            return null;
        }
        Section section = root.section("watchAnswer", Vocabulary.WATCH_ANSWER);
        Duration every = section.duration(
                "every", WatchSettings.DEFAULT_EVERY, WatchSettings.LEAST_EVERY, WatchSettings.MOST_EVERY);
        Duration patience = section.duration(
                "patience", WatchSettings.DEFAULT_PATIENCE, WatchSettings.LEAST_PATIENCE, WatchSettings.MOST_PATIENCE);
        // Twice, since the first answers are stale wherever a cache has the name.
        Duration least = every.multipliedBy(2L * WatchPlan.IN_A_ROW);
        if (patience.compareTo(least) < 0) {
            section.at("patience")
                    .error(
                            Durations.format(patience) + " is too short for " + WatchPlan.IN_A_ROW
                                    + " answers in a row every " + Durations.format(every),
                            "write " + Durations.format(least) + " or more");
        }
        return new WatchSettings(
                resolvers.servers(section, "resolvers", WatchSettings.MOST_RESOLVERS), every, patience);
    }
}
