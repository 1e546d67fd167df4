package io.failoverd.daemon.bench;

import io.failoverd.daemon.bench.DnsFigures.Run;
import io.failoverd.daemon.bench.DnsFigures.Server;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The tables of docs/performance.md, from a raw file of bench/dns, or two where the names were measured in a run of their
 * own, and from nothing else; {@code bench/dns --table}.
 */
public final class DnsTables {
    private static final String COMMAND = "bench/dns";

    private static final String NONE = "–";

    private final DnsFigures figures;
    private final GeneratedTables text = new GeneratedTables();

    private DnsTables(DnsFigures figures) {
        this.figures = figures;
    }

    public static void main(String[] arguments) throws IOException {
        if (!GeneratedTables.areArguments(arguments)) {
            System.err.println("usage: bench/dns --table FILE[,FILE WITH NAMES] [--page docs/performance.md]");
            System.exit(2);
        }
        var results = new ArrayList<DnsResult>();
        for (String file : arguments[0].split(",", 2)) {
            results.add(DnsResult.read(Path.of(file)));
        }
        GeneratedTables.deliver(tables(results), COMMAND, arguments);
    }

    /** The page with its tables replaced. */
    static String with(String page, String tables) {
        return GeneratedTables.with(page, COMMAND, tables);
    }

    /** The second, if there is one, says what many names cost, which the first may say as well. */
    static String tables(List<DnsResult> results) {
        DnsResult result = results.getFirst();
        var tables = new DnsTables(new DnsFigures(result.json()));
        tables.head(result);
        tables.targets();
        for (String load : tables.figures.loads()) {
            tables.load(load);
        }
        tables.starts();
        tables.memory();
        new DnsNamesTable(tables.text).write(results);
        tables.servers();
        return tables.text.finished();
    }

    private void head(DnsResult result) {
        JsonObject file = result.json();
        line("");
        result.measured().forEach(this::line);
        line("%d rounds over %d launches, %d s for each figure, %d minutes in all; %s."
                .formatted(
                        file.getInteger("rounds"),
                        file.getInteger("launches"),
                        file.getInteger("seconds"),
                        Math.ceilDiv(file.getInteger("tookSeconds"), 60),
                        figures.wrongRuns() == 0
                                ? "every answer was right"
                                : figures.wrongRuns() + " runs had wrong answers"));
        if (!file.getBoolean("complete", true)) {
            line("**It was ended before its time.** Parts are missing.");
        }
    }

    private void targets() {
        List<Server> ours = figures.servers().stream().filter(Server::ours).toList();
        for (String load : figures.loads()) {
            line("");
            line("### Targets, load `" + load + "`");
            line("");
            row("target", "load", "limit", columns(ours, Server::title));
            rule(3 + ours.size());
            for (DnsTarget target : DnsTarget.RATIOS) {
                row(
                        target.what(),
                        kind(target.kind()),
                        target.limitText(),
                        columns(ours, server -> target.verdict(figures, server.key(), load)));
            }
            row("first answer after exec, ms", "pinned", "≤ 500", columns(ours, server -> started(server, true)));
            row("first answer after exec, ms", "all CPUs", "≤ 500", columns(ours, server -> started(server, false)));
            row("resident after load, MiB", "-Xmx64m", "≤ 128", columns(ours, this::resident));
        }
    }

    private String started(Server server, boolean pinned) {
        return starts(server.key(), pinned, "answerMillis")
                .map(seen -> DnsTarget.verdict(seen.median(), DnsTarget.START_MILLIS, true) + " " + seen.show(0))
                .orElse("not measured");
    }

    private String resident(Server server) {
        return figures.objects("memory")
                .filter(memory -> memory.getString("server").equals(server.key()))
                .map(memory -> memory.getDouble("afterLoadMiB"))
                .map(mib -> DnsTarget.verdict(mib, DnsTarget.RESIDENT_MIB, true) + " " + Math.round(mib))
                .findFirst()
                .orElse("not measured");
    }

    private void load(String load) {
        line("");
        line("### Load `" + load + "`");
        line("");
        line(figures.json().getJsonObject("loads").getString(load) + ".");
        for (String kind : List.of(DnsFigures.FIXED, DnsFigures.SATURATED)) {
            line("");
            row(
                    "server, " + kind(kind),
                    "CPU µs a query",
                    "user share",
                    "/ gdnsd",
                    "/ C limit",
                    "/ PowerDNS",
                    "answers a second",
                    "lost");
            rule(8);
            for (Server server : figures.servers()) {
                cost(server, load, kind);
            }
        }
        line("");
        row("server, open loop at " + rate(), "p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "lost");
        rule(6);
        for (Server server : figures.servers()) {
            latency(server, load);
        }
    }

    private void cost(Server server, String load, String kind) {
        if (figures.runs(server.key(), load, kind).isEmpty()) {
            row(server.title(), server.failed().orElse("no right answers"), NONE, NONE, NONE, NONE, NONE, NONE);
            return;
        }
        row(
                server.title(),
                figures.of(server.key(), load, kind, Run::cpu)
                        .map(seen -> seen.show(2))
                        .orElse(NONE),
                median(server, load, kind, Run::userShare, 0) + " %",
                ratio(server, "gdnsd", load, kind),
                ratio(server, "limit", load, kind),
                ratio(server, "pdns", load, kind),
                figures.of(server.key(), load, kind, Run::perSecond)
                        .map(seen -> seen.show(0))
                        .orElse(NONE),
                median(server, load, kind, Run::lost, 1) + " %");
    }

    private void latency(Server server, String load) {
        if (figures.runs(server.key(), load, DnsFigures.LATENCY).isEmpty()) {
            row(server.title(), server.failed().orElse("not measured"), NONE, NONE, NONE, NONE);
            return;
        }
        String kind = DnsFigures.LATENCY;
        row(
                server.title(),
                median(server, load, kind, run -> run.latency("p50"), 0),
                median(server, load, kind, run -> run.latency("p90"), 0),
                median(server, load, kind, run -> run.latency("p99"), 0),
                median(server, load, kind, run -> run.latency("p99.9"), 0),
                median(server, load, kind, Run::lost, 1) + " %");
    }

    private String median(Server server, String load, String kind, ToDoubleFunction<Run> figure, int decimals) {
        return figures.of(server.key(), load, kind, figure)
                .map(seen -> seen.showMedian(decimals))
                .orElse(NONE);
    }

    private String ratio(Server server, String peer, String load, String kind) {
        return server.key().equals(peer)
                ? "1"
                : figures.ratio(server.key(), peer, load, kind, Run::cpu)
                        .map(seen -> seen.show(2))
                        .orElse(NONE);
    }

    private void starts() {
        if (figures.objects("starts").findAny().isEmpty()) {
            return;
        }
        line("");
        line("### Start, from exec to the first answer");
        line("");
        row("server", "CPUs", "any answer, ms", "the service's addresses, ms", "starts");
        rule(5);
        for (Server server : figures.servers()) {
            for (boolean pinned : new boolean[] {true, false}) {
                Optional<Spread> answer = starts(server.key(), pinned, "answerMillis");
                Optional<Spread> addresses = starts(server.key(), pinned, "addressesMillis");
                if (answer.isPresent() && addresses.isPresent()) {
                    row(
                            server.title(),
                            pinned ? "one" : "all",
                            answer.get().show(0),
                            addresses.get().show(0),
                            String.valueOf(
                                    times(server.key(), pinned, "answerMillis").size()));
                }
            }
        }
    }

    private Optional<Spread> starts(String server, boolean pinned, String which) {
        return DnsFigures.spread(times(server, pinned, which));
    }

    private List<Double> times(String server, boolean pinned, String which) {
        return figures.objects("starts")
                .filter(one -> one.getString("server").equals(server) && one.getBoolean("pinned") == pinned)
                .flatMap(one -> one.getJsonArray("starts").stream())
                .map(start -> ((JsonObject) start).getDouble(which))
                .toList();
    }

    private void memory() {
        if (figures.objects("memory").findAny().isEmpty()) {
            return;
        }
        line("");
        line("### Memory");
        line("");
        row("server", "JVM", "idle, MiB", "after load, MiB");
        rule(4);
        figures.objects("memory")
                .forEach(one -> row(
                        title(one.getString("server")),
                        "`" + one.getString("javaOptions") + "`",
                        String.valueOf(Math.round(one.getDouble("idleMiB"))),
                        String.valueOf(Math.round(one.getDouble("afterLoadMiB")))));
        for (Server server : figures.servers()) {
            Double resident = server.json().getDouble("residentMiB");
            if (resident != null) {
                row(
                        server.title(),
                        server.ours() ? "as the launcher starts it" : NONE,
                        NONE,
                        String.valueOf(Math.round(resident)));
            }
        }
    }

    private void servers() {
        line("");
        line("### What ran");
        line("");
        row("server", "version", "what it did", "");
        rule(4);
        for (Server server : figures.servers()) {
            var did = new ArrayList<String>();
            server.json().getJsonArray("on").forEach(one -> did.add(one.toString()));
            JsonArray lacks = server.json().getJsonArray("lacks", new JsonArray());
            String not = lacks.isEmpty()
                    ? ""
                    : "not in this build: "
                            + lacks.stream().map(Object::toString).collect(Collectors.joining(", "));
            row(
                    server.title(),
                    server.json().getString("version"),
                    String.join(", ", did),
                    server.failed().orElse(not));
        }
    }

    private String title(String key) {
        return figures.servers().stream()
                .filter(server -> server.key().equals(key))
                .map(Server::title)
                .findFirst()
                .orElse(key);
    }

    private String kind(String kind) {
        return figures.kind(kind);
    }

    private String rate() {
        return figures.kind(DnsFigures.FIXED);
    }

    private static String columns(List<Server> servers, java.util.function.Function<Server, String> cell) {
        return servers.stream().map(cell).collect(Collectors.joining(" | "));
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
