package io.failoverd.daemon.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tables of docs/performance.md on what a probe costs, from the newest raw results of {@code bench/probes} and {@code
 * bench/fleet} and from nothing else.
 */
public final class ProbesTables {
    private static final String COMMAND = "bench/probes";
    private static final String OURS = "failoverd";
    private static final String PEER = "blackbox";

    /** Of the peer's CPU. */
    private static final Map<String, Double> TARGETS = Map.of("http", 0.15, "https", 1.0);

    /** Of the starts, the share within 50 ms of their time. */
    private static final double ON_TIME = 0.99;

    private static final String ON_TIME_BOUND = "0.05";
    private static final double MOST_MIB = 512;

    private ProbesTables() {}

    public static void main(String[] arguments) throws IOException {
        if (!GeneratedTables.areArguments(arguments)) {
            System.err.println("usage: bench/probes --table [--page docs/performance.md]");
            System.exit(2);
        }
        Path from = Path.of(arguments[0]);
        String tables;
        if (Files.isDirectory(from)) {
            tables = tables(from);
        } else {
            tables = new JsonObject(Files.readString(from)).containsKey("targets") ? fleet(from) : probes(from);
        }
        GeneratedTables.deliver(tables, COMMAND, arguments);
    }

    /** The page with its tables replaced. */
    static String with(String page, String tables) {
        return GeneratedTables.with(page, COMMAND, tables);
    }

    /** Of the newest results in a folder. */
    static String tables(Path results) throws IOException {
        List<Path> probes = GeneratedTables.results(results, "probes");
        List<Path> fleet = GeneratedTables.results(results, "fleet");
        return (probes.isEmpty() ? "\nNot measured.\n\n" : probes(probes.getLast()))
                + (fleet.isEmpty() ? "\nNot measured.\n\n" : fleet(fleet.getLast()));
    }

    private static void head(GeneratedTables text, Path path, JsonObject file) {
        String name = path.getFileName().toString();
        JsonObject machine = file.getJsonObject("machine");
        text.line("");
        text.line("%s at commit %s by `%s`: [%s](../bench/results/%s)."
                .formatted(
                        file.getString("began").replaceFirst("T(\\d\\d:\\d\\d).*", ", $1 UTC"),
                        file.getString("commit"),
                        file.getString("command"),
                        name,
                        name));
        text.line("%d CPUs, load average %.1f before and %.1f after."
                .formatted(
                        machine.getInteger("cpus"), machine.getDouble("loadBefore"), machine.getDouble("loadAfter")));
        text.line("");
    }

    private static String probes(Path path) throws IOException {
        var file = new JsonObject(Files.readString(path));
        var text = new GeneratedTables();
        head(text, path, file);
        text.row(
                "probes",
                "server",
                "CPU ms a probe",
                "of it in user mode",
                "probes a second of one CPU",
                "/ blackbox_exporter",
                "target");
        text.rule(7);
        List<JsonObject> runs = GeneratedTables.objects(file.getJsonArray("runs"));
        for (String scheme : List.of("http", "https")) {
            List<Double> base = figures(runs, scheme, PEER, "cpuMillisAProbe");
            for (String server : List.of(PEER, OURS)) {
                Spread cost = Spread.of(figures(runs, scheme, server, "cpuMillisAProbe"));
                Spread ratio = ratios(figures(runs, scheme, server, "cpuMillisAProbe"), base);
                Spread user = ratios(
                        figures(runs, scheme, server, "userSeconds"), figures(runs, scheme, server, "cpuSeconds"));
                text.row(
                        scheme.toUpperCase(Locale.ROOT) + ", "
                                + file.getJsonObject("rates").getInteger(scheme) + " a second",
                        file.getJsonObject("servers").getString(server),
                        cost.show(3),
                        String.format(Locale.ROOT, "%.0f %%", 100 * user.median()),
                        String.format(Locale.ROOT, "%,.0f", 1000 / cost.median()),
                        server.equals(PEER) ? "1" : ratio.show(2),
                        server.equals(PEER)
                                ? ""
                                : verdict("≤ " + TARGETS.get(scheme), ratio.median() <= TARGETS.get(scheme)));
            }
        }
        List<JsonObject> rising =
                runs.stream().filter(run -> !run.getBoolean("level")).toList();
        if (!rising.isEmpty()) {
            text.line("");
            text.line("%d of %d turns were counted before the CPU of a probe was level."
                    .formatted(rising.size(), runs.size()));
        }
        return text.finished();
    }

    private static List<Double> figures(List<JsonObject> runs, String scheme, String server, String key) {
        return runs.stream()
                .filter(run -> run.getString("scheme").equals(scheme)
                        && run.getString("server").equals(server))
                .map(run -> run.getDouble(key))
                .toList();
    }

    /** Of figures of the same rounds. */
    private static Spread ratios(List<Double> over, List<Double> under) {
        return Spread.of(IntStream.range(0, over.size())
                .mapToObj(i -> over.get(i) / under.get(i))
                .toList());
    }

    private static String fleet(Path path) throws IOException {
        var file = new JsonObject(Files.readString(path));
        var text = new GeneratedTables();
        head(text, path, file);
        double starts = file.getDouble("starts");
        double onTime = file.getJsonObject("startedWithin").getDouble(ON_TIME_BOUND) / starts;
        JsonArray resident = file.getJsonArray("residentMiB");
        double most = resident.stream()
                .mapToDouble(mib -> ((Number) mib).doubleValue())
                .max()
                .orElseThrow();
        text.row(
                "%,d HTTP targets, each every %d s"
                        .formatted(file.getInteger("targets"), file.getInteger("intervalSeconds")),
                "seen",
                "target");
        text.rule(3);
        text.row("probes", String.format(Locale.ROOT, "%,.0f in %.0f s", starts, file.getDouble("wallSeconds")), "");
        text.row(
                "started within 50 ms of their time",
                String.format(Locale.ROOT, "%.2f %%", 100 * onTime),
                verdict("≥ 99 %", onTime >= ON_TIME));
        text.row(
                "resident memory, at most",
                String.format(Locale.ROOT, "%.0f MiB", most),
                verdict("< 512 MiB", most < MOST_MIB));
        double down = file.getDouble("down");
        double lost = file.getDouble("endpointsDownAtOnce");
        text.row(
                "probes that said DOWN; targets DOWN at once",
                String.format(Locale.ROOT, "%,.0f; %,.0f", down, lost),
                verdict("no target", lost == 0));
        text.row(
                "probes that said nothing (`INCONCLUSIVE`)",
                String.format(Locale.ROOT, "%,.0f", file.getDouble("inconclusive")),
                "");
        text.row(
                "CPU",
                String.format(
                        Locale.ROOT,
                        "%.0f %% of one, %.3f ms a probe",
                        100 * file.getDouble("cpuSeconds") / file.getDouble("wallSeconds"),
                        1000 * file.getDouble("cpuSeconds") / starts),
                "");
        return text.finished();
    }

    private static String verdict(String target, boolean hit) {
        return target + ": " + (hit ? "hit" : "**miss**");
    }
}
