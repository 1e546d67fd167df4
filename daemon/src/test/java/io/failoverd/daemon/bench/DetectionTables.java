package io.failoverd.daemon.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The table of docs/performance.md on how long a killed gateway is still answered, from a raw result of
 * {@code bench/detection} and from nothing else.
 */
public final class DetectionTables {
    private static final String COMMAND = "bench/detection";

    /** The peer that fails over on three agreeing probes, as all of ours do. */
    private static final String BASE = "gdnsd-333";

    /** Of its median, by what is measured. */
    private static final Map<String, Double> TARGETS =
            Map.of("defaults", 0.35, "defaults-tripwire", 0.2, "fast-tripwire", 0.05);

    private DetectionTables() {}

    public static void main(String[] arguments) throws IOException {
        if (!GeneratedTables.areArguments(arguments)) {
            System.err.println("usage: bench/detection --table [--page docs/performance.md]");
            System.exit(2);
        }
        Path from = Path.of(arguments[0]);
        String tables = Files.isDirectory(from) ? tables(from) : table(from);
        GeneratedTables.deliver(tables, COMMAND, arguments);
    }

    /** The page with its table replaced. */
    static String with(String page, String tables) {
        return GeneratedTables.with(page, COMMAND, tables);
    }

    /** Of the newest result in a folder. */
    static String tables(Path results) throws IOException {
        List<Path> ours = GeneratedTables.results(results, "detection");
        return ours.isEmpty() ? "\nNot measured.\n\n" : table(ours.getLast());
    }

    private static String table(Path path) throws IOException {
        var file = new JsonObject(Files.readString(path));
        var text = new GeneratedTables();
        String name = path.getFileName().toString();
        text.line("");
        text.line("%s at commit %s by `%s`, beside gdnsd %s: [%s](../bench/results/%s)."
                .formatted(
                        file.getString("date").replaceFirst("T(\\d\\d:\\d\\d).*", ", $1 UTC"),
                        file.getString("commit"),
                        file.getString("command"),
                        file.getString("gdnsd"),
                        name,
                        name));
        JsonArray load = file.getJsonArray("loadAverage");
        text.line("%d CPUs, load average %.1f before and %.1f after; each was asked every %d ms."
                .formatted(
                        file.getInteger("cpus"),
                        load.getDouble(0),
                        load.getDouble(1),
                        file.getInteger("askedEveryMillis")));
        text.line("");
        text.row("what watches", "runs", "median", "least", "most", "/ gdnsd 3/3/3", "target");
        text.rule(7);
        List<JsonObject> runs = GeneratedTables.objects(file.getJsonArray("runs"));
        double base = figure(Spread::median, seconds(runs, BASE));
        for (JsonObject contestant : GeneratedTables.objects(file.getJsonArray("contestants"))) {
            String key = contestant.getString("key");
            List<Double> seconds = seconds(runs, key);
            double ratio = figure(Spread::median, seconds) / base;
            text.row(
                    contestant.getString("title"),
                    seconds.size() == runs.size()
                            ? String.valueOf(runs.size())
                            : seconds.size() + " of " + runs.size() + ", the others took too long",
                    shown(figure(Spread::median, seconds)),
                    shown(figure(Spread::least, seconds)),
                    shown(figure(Spread::most, seconds)),
                    key.equals(BASE) ? "1" : String.format(Locale.ROOT, "%.3f", ratio),
                    target(TARGETS.get(key), ratio, seconds.size() == runs.size()));
        }
        return text.finished();
    }

    private static String target(@Nullable Double target, double ratio, boolean complete) {
        return target == null ? "" : "≤ " + target + ": " + (complete && ratio <= target ? "hit" : "**miss**");
    }

    /** Of the runs in which it was found. */
    private static List<Double> seconds(List<JsonObject> runs, String key) {
        return runs.stream()
                .filter(run -> run.containsKey(key))
                .map(run -> run.getDouble(key))
                .toList();
    }

    private static double figure(ToDoubleFunction<Spread> part, List<Double> seconds) {
        return seconds.isEmpty() ? Double.NaN : part.applyAsDouble(Spread.of(seconds));
    }

    private static String shown(double seconds) {
        return Double.isNaN(seconds) ? "–" : String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
