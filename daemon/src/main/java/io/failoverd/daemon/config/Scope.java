package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.config.yaml.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the readers of one load share. Owned by the load, on its thread. */
record Scope(Report report, Surroundings surroundings, Path directory, List<Problem> unreadableSecrets) {
    static Scope of(Report report, Surroundings surroundings, Path file) {
        Path parent = file.getParent();
        return new Scope(report, surroundings, parent == null ? Path.of("") : parent, new ArrayList<>());
    }

    /** A path as it stands in the config: relative to the config's own folder. */
    Path resolve(String path) {
        return directory.resolve(path);
    }
}
