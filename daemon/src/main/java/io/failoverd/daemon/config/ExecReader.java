package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.LatencyLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code exec}: which program judges an endpoint. */
record ExecReader(Scope scope, String name, Cadence cadence, LatencyLimits degradedLatency) {
    private static final int MAX_ARGUMENTS = 64;
    private static final int MAX_VARIABLES = 32;

    /** What failoverd tells every program. */
    private static final String OURS = "FAILOVERD_";

    ExecCheck read(Section exec) {
        List<String> command = command(exec.required("command"));
        return new ExecCheck(
                name,
                exec.integer("port", 0, 0, Addresses.MAX_PORT),
                command.isEmpty() ? List.of("/bin/false") : command,
                environment(exec.get("env")),
                degradedLatency,
                cadence);
    }

    /** The first is resolved: programs are started in the root directory. */
    private List<String> command(@Nullable Value value) {
        List<String> words = new ArrayList<>();
        if (value == null) {
            return words;
        }
        for (Value item : value.items(MAX_ARGUMENTS)) {
            String word = item.text("an argument, in quotes if need be,");
            if (word == null) {
                continue;
            }
            words.add(words.isEmpty() ? program(item, word) : word);
        }
        if (value.isEmptyList()) {
            value.error("is empty", "write [/path/to/program]");
        }
        return words;
    }

    private String program(Value value, String word) {
        if (!word.contains("/")) {
            value.error(
                    Yaml.Scalar.quoted(word) + " is not the path of a program, and no PATH is searched",
                    "write its path");
            return word;
        }
        Path path = scope.path(value);
        if (path == null) {
            return word;
        }
        String problem = scope.surroundings().unstartable(path);
        if (problem != null) {
            value.warning(path + " " + problem + ", so that every probe of this check is INCONCLUSIVE", null);
        }
        return path.toAbsolutePath().normalize().toString();
    }

    private static Map<String, String> environment(@Nullable Value value) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (value == null) {
            return variables;
        }
        for (Value.Named named : value.named("{NAME: value}")) {
            if (!named.name().matches("[A-Za-z_][A-Za-z0-9_]*") || named.name().startsWith(OURS)) {
                named.key()
                        .error(
                                Yaml.Scalar.quoted(named.name()) + " cannot be set",
                                "write letters, digits and underscores, not beginning with " + OURS);
                continue;
            }
            String text = named.value().text("the value of a variable, in quotes if need be,");
            if (text != null) {
                variables.put(named.name(), text);
            }
        }
        if (variables.size() > MAX_VARIABLES) {
            value.error("has " + variables.size() + " variables", "write at most " + MAX_VARIABLES);
        }
        return variables;
    }
}
