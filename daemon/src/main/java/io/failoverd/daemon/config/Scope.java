package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.config.yaml.Report;
import io.failoverd.daemon.config.yaml.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the readers of one load share. Owned by the load, on its thread. */
record Scope(Report report, Surroundings surroundings, Path directory, List<Problem> unreadableSecrets) {
    static Scope of(Report report, Surroundings surroundings, Path file) {
        Path parent = file.getParent();
        return new Scope(report, surroundings, parent == null ? Path.of("") : parent, new ArrayList<>());
    }

    /** A path in the config, relative to the config's own folder; null, and a problem, when it is none. */
    @Nullable
    Path path(Value value) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            value.error("is not a path: " + e.getReason());
            return null;
        }
    }
}
