package io.failoverd.daemon.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables of docs/performance.md on what the server stands, and on its code without sockets, from the newest raw file
 * of each kind (all of them for fuzzing) and from nothing else; {@code bench/tables}.
 */
public final class RobustnessTables {
    private static final String COMMAND = "bench/tables";

    private final Path results;
    private final GeneratedTables text = new GeneratedTables();

    private RobustnessTables(Path results) {
        this.results = results;
    }

    public static void main(String[] arguments) throws IOException {
        if (!GeneratedTables.areArguments(arguments)) {
            System.err.println("usage: bench/tables [--page docs/performance.md]");
            System.exit(2);
        }
        String tables = tables(Path.of(arguments[0]));
        GeneratedTables.deliver(tables, COMMAND, arguments);
    }

    /** The page with its tables replaced. */
    static String with(String page, String tables) {
        return GeneratedTables.with(page, COMMAND, tables);
    }

    static String tables(Path results) throws IOException {
        var tables = new RobustnessTables(results);
        tables.fuzz();
        tables.malformed();
        tables.swaps();
        tables.jmh();
        return tables.text.finished();
    }

    /** What a kind of result is about, where there is one; the newest. */
    private Optional<JsonObject> section(String title, String kind) throws IOException {
        title(title);
        List<Path> files = GeneratedTables.results(results, kind);
        if (files.isEmpty()) {
            line("Not measured.");
            return Optional.empty();
        }
        return Optional.of(head(files.getLast()));
    }

    private void title(String title) {
        line("");
        line("### " + title);
        line("");
    }

    private JsonObject head(Path path) throws IOException {
        var file = new JsonObject(Files.readString(path));
        String name = path.getFileName().toString();
        line("%s at commit %s by `%s`: [%s](../bench/results/%s)."
                .formatted(
                        file.getString("date").replaceFirst("T(\\d\\d:\\d\\d).*", ", $1 UTC"),
                        file.getString("commit"),
                        file.getString("command"),
                        name,
                        name));
        line(machine(file));
        line("");
        return file;
    }

    /** Other work shows in the load of the minute before the run. */
    private static String machine(JsonObject file) {
        JsonArray load = file.getJsonArray("loadAverage");
        int cpus = file.getInteger("cpus");
        String shared = load.getDouble(0) > cpus / 2.0 ? "; others used the machine at the same time" : "";
        return "%d CPUs, load average %.1f before and %.1f after%s."
                .formatted(cpus, load.getDouble(0), load.getDouble(1), shared);
    }

    /** All of them, the oldest first: a finding is worth as much as a run without one. */
    private void fuzz() throws IOException {
        title("Fuzzing");
        List<Path> files = GeneratedTables.results(results, "fuzz");
        if (files.isEmpty()) {
            line("Not measured.");
        }
        for (Path path : files) {
            if (!path.equals(files.getFirst())) {
                line("");
            }
            JsonObject file = head(path);
            row("target", "test", "seconds", "inputs tried", "edges covered", "inputs kept", "findings");
            rule(7);
            for (JsonObject target : GeneratedTables.objects(file.getJsonArray("targets"))) {
                row(
                        target.getString("target"),
                        "`" + target.getString("test") + "`",
                        count(target, "seconds"),
                        count(target, "inputs"),
                        count(target, "edges"),
                        count(target, "corpus"),
                        count(target, "findings"));
            }
        }
    }

    private void malformed() throws IOException {
        Optional<JsonObject> file = section("Bad packets", "malformed");
        if (file.isEmpty()) {
            return;
        }
        row("", "limit", "UDP", "TCP");
        rule(4);
        JsonObject udp = file.get().getJsonObject("udp");
        JsonObject tcp = file.get().getJsonObject("tcp");
        both("bad packets", "", udp, tcp, each -> count(each.getJsonObject("bad"), "sent"));
        both("connections", "", udp, tcp, each -> count(each.getJsonObject("bad"), "connections"));
        both("normal queries between them", "", udp, tcp, each -> count(each.getJsonObject("bad"), "normalQueries"));
        both(
                "longest wait for one, ms",
                "≤ 1,000",
                udp,
                tcp,
                each -> number(each.getJsonObject("bad").getDouble("longestMillis"), 1));
        both("CPU µs for a bad packet", "", udp, tcp, each -> number(each.getDouble("badMicros"), 2));
        both("CPU µs for a good one", "", udp, tcp, each -> number(each.getDouble("goodMicros"), 2));
        both("bad / good", "≤ 3", udp, tcp, each -> number(each.getDouble("badByGood"), 2));
        both("resident once warm, MiB", "", udp, tcp, each -> number(first(each.getJsonArray("residentMiB")), 1));
        both(
                "the most after that, MiB",
                "16 more",
                udp,
                tcp,
                each -> number(most(each.getJsonArray("residentMiB")), 1));
        both("more live in the heap, MiB", "≤ 2", udp, tcp, each -> number(each.getDouble("liveGrownMiB"), 1));
        line("");
        line("Over TCP a good query costs %s µs where all come on one connection: the rest is what a connection costs."
                .formatted(number(tcp.getDouble("goodOnOneConnectionMicros"), 2)));
        line(
                file.get().getBoolean("good")
                        ? "Everything was within its limit."
                        : "**Not everything was within its limit.**");
    }

    private static double first(JsonArray figures) {
        return figures.getDouble(0);
    }

    private static double most(JsonArray figures) {
        return figures.stream().skip(1).mapToDouble(each -> (double) each).max().orElse(Double.NaN);
    }

    private void both(
            String what,
            String limit,
            JsonObject udp,
            JsonObject tcp,
            java.util.function.Function<JsonObject, String> cell) {
        row(what, limit, cell.apply(udp), cell.apply(tcp));
    }

    private void swaps() throws IOException {
        Optional<JsonObject> file = section("Table swaps under full load", "swaps");
        if (file.isEmpty()) {
            return;
        }
        JsonObject seen = file.get();
        row("engine", "seconds", "swaps", "answers", "a second", "generations seen", "lost", "torn", "stale", "early");
        rule(10);
        row(
                seen.getString("engine"),
                number(seen.getDouble("seconds"), 1),
                count(seen, "swaps"),
                count(seen, "answers"),
                count(seen, "answersPerSecond"),
                count(seen, "generationsSeen"),
                count(seen, "lost"),
                count(seen, "torn"),
                count(seen, "stale"),
                count(seen, "early"));
    }

    private void jmh() throws IOException {
        Optional<JsonObject> file = section("Without sockets", "jmh");
        if (file.isEmpty()) {
            return;
        }
        var byName = new TreeMap<String, TreeMap<Integer, JsonObject>>();
        for (JsonObject result : GeneratedTables.objects(file.get().getJsonArray("results"))) {
            String benchmark = result.getString("benchmark");
            int names = Integer.parseInt(result.getJsonObject("params").getString("names"));
            byName.computeIfAbsent(benchmark.substring(benchmark.lastIndexOf('.') + 1), name -> new TreeMap<>())
                    .put(names, result.getJsonObject("primaryMetric"));
        }
        List<Integer> names = byName.firstEntry().getValue().keySet().stream().toList();
        row(Stream.concat(
                        Stream.of("ns for one, mean ± error (least)"),
                        names.stream().map("%,d names"::formatted))
                .toArray(String[]::new));
        rule(1 + names.size());
        byName.forEach((name, metrics) ->
                row(Stream.concat(Stream.of("`" + name + "`"), names.stream().map(count -> score(metrics.get(count))))
                        .toArray(String[]::new)));
    }

    /** The least is of the iteration that was disturbed least. */
    private static String score(JsonObject metric) {
        double least = metric.getJsonArray("rawData").stream()
                .flatMap(fork -> ((JsonArray) fork).stream())
                .mapToDouble(each -> ((Number) each).doubleValue())
                .min()
                .orElse(Double.NaN);
        return "%,.0f ± %,.0f (%,.0f)".formatted(metric.getDouble("score"), metric.getDouble("scoreError"), least);
    }

    private static String count(JsonObject from, String key) {
        return "%,d".formatted(from.getLong(key));
    }

    private static String number(double figure, int decimals) {
        return ("%,." + decimals + "f").formatted(figure);
    }

    private void row(String... cells) {
        text.row(cells);
    }

    private void rule(int columns) {
        text.rule(columns);
    }

    private void line(String line) {
        text.line(line);
    }
}
