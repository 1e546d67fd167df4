package io.failoverd.daemon.sim.quality;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command behind {@code bench/decision-quality}: runs the contest, writes its JSON, and the tables of the page. */
public final class DecisionQuality {
    private static final Set<String> OPTIONS = Set.of("--seeds", "--only", "--json", "--from", "--page", "--commit");
    private static final String USAGE = """
            bench/decision-quality [--seeds 1000] [--only SITUATION] [--json FILE] [--page FILE]
            bench/decision-quality --from FILE --page FILE

            Plays every situation of docs/decision-quality.md with every rule, writes the numbers as JSON to --json or the
            output, and the tables into --page. With --from the numbers are read instead.
            """;

    private DecisionQuality() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = options(arguments);
        JsonObject result = options.containsKey("--from")
                ? new JsonObject(Files.readString(Path.of(options.get("--from"))))
                : play(
                        Integer.parseInt(options.getOrDefault("--seeds", "1000")),
                        options.get("--only"),
                        options.getOrDefault("--commit", ""));
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), result.encodePrettily() + "\n");
        }
        if (options.containsKey("--page")) {
            Path page = Path.of(options.get("--page"));
            Files.writeString(page, QualityPage.with(Files.readString(page), result));
        }
        if (!options.containsKey("--json") && !options.containsKey("--page")) {
            System.out.println(result.encodePrettily());
        }
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            boolean known = OPTIONS.contains(arguments[i]) && i + 1 < arguments.length;
            if (!known) {
                boolean help = Set.of("-h", "--help").contains(arguments[i]);
                (help ? System.out : System.err).print(USAGE);
                System.exit(help ? 0 : 2);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    static JsonObject play(int seeds, String only, String commit) {
        Defaults defaults = Defaults.load();
        var contest = new Contest(Deciders.all(defaults), defaults.worst());
        List<Situation> situations = Situations.all().stream()
                .filter(situation -> only == null || situation.key().equals(only))
                .toList();
        if (situations.isEmpty()) {
            System.err.println("there is no situation " + only + "; there are "
                    + String.join(
                            ", ", Situations.all().stream().map(Situation::key).toList()));
            System.exit(2);
        }
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        var played = new JsonArray();
        for (int i = 0; i < situations.size(); i++) {
            Situation situation = situations.get(i);
            if (terminal) {
                System.err.printf("\r\033[K%d of %d: %s", i + 1, situations.size(), situation.title());
            }
            var rows = new JsonArray();
            contest.rows(situation, seeds).forEach(row -> rows.add(row.json()));
            played.add(new JsonObject()
                    .put("key", situation.key())
                    .put("title", situation.title())
                    .put("what", situation.what())
                    .put("rows", rows));
        }
        if (terminal) {
            System.err.print("\r\033[K");
        }
        return new JsonObject()
                .put("date", LocalDate.now(ZoneOffset.UTC).toString())
                .put("commit", commit)
                .put("seeds", seeds)
                .put("failoverdWorstSeconds", Times.inSeconds(defaults.worst()))
                .put("situations", played);
    }
}
