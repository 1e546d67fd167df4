package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.yaml.Place;
import io.failoverd.daemon.config.yaml.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which config file, and how its problems are told. */
final class ConfigOption {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The config file.")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    static void print(List<Problem> problems, Terminal terminal) {
        for (Problem problem : problems) {
            boolean error = problem.severity() == Problem.Severity.ERROR;
            terminal.line(
                    terminal.paint(error ? "error:  " : "warning:", error ? Terminal.Tone.BAD : Terminal.Tone.CAREFUL)
                            + " " + Terminal.printable(problem.line()));
        }
    }

    static JsonArray json(List<Problem> problems) {
        var json = new JsonArray();
        for (Problem problem : problems) {
            @Nullable Place place = problem.place();
            json.add(new JsonObject()
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                    .put("file", problem.file())
                    .put("line", place == null ? null : place.line())
                    .put("column", place == null ? null : place.column())
                    .put("key", problem.key())
                    .put("text", problem.text())
                    .put("fix", problem.fix()));
        }
        return json;
    }
}
