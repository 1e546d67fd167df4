package io.failoverd.probes.contract;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command behind {@code bench/leaks}: ten thousand probes of each failure, one failure after the other, and what is
 * left of them. In a {@link HiddenNetwork} where one can be had.
 */
public final class LeaksBench {
    private static final int WIDTH = 40;
    private static final int WAITING_WIDTH = 300;

    private final Rounds rounds;
    private final int probes;
    private final String only;
    private final JsonArray rows = new JsonArray();
    private boolean good = true;

    private LeaksBench(Rounds rounds, int probes, String only) {
        this.rounds = rounds;
        this.probes = probes;
        this.only = only;
    }

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<>(Map.of("--probes", "10000", "--only", "", "--commit", "", "--hidden", "no"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int probes = Integer.parseInt(options.get("--probes"));
        if (arguments.length % 2 != 0 || probes < 1 || probes > 1_000_000) {
            System.err.println("usage: bench/leaks [--probes 10000] [--only TEXT] [--json FILE]");
            System.exit(2);
        }
        boolean hidden = options.get("--hidden").equals("yes");
        Instant began = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        String load = load();
        if (hidden) {
            HiddenNetwork.lay(); // Netty looks for IPv6 when it is loaded.
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var bench =
                new LeaksBench(new Rounds(Stage.Cast.on(vertx), WIDTH, WAITING_WIDTH), probes, options.get("--only"));
        bench.run(hidden);
        var report = new JsonObject()
                .put("date", began.toString())
                .put("command", "bench/leaks --probes " + probes)
                .put("commit", options.get("--commit"))
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("loadAverage", new JsonArray().add(load).add(load()))
                .put("transport", vertx.isNativeTransportEnabled() ? "epoll" : "nio")
                .put("ownNetwork", hidden)
                .put("probesOfEach", probes)
                .put("failures", bench.rows.size())
                .put("seconds", Instant.now().getEpochSecond() - began.getEpochSecond())
                .put("situations", bench.rows)
                .put("good", bench.good);
        System.out.println(report.encodePrettily());
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), report.encodePrettily() + "\n");
        }
        // A program that was killed on the way is no reason to wait.
        Runtime.getRuntime().halt(bench.good ? 0 : 1);
    }

    private void run(boolean hidden) throws Exception {
        if (hidden) {
            play(List.of(HiddenNetwork.forbiddenPing()));
            HiddenNetwork.allowPing();
        }
        play(Situations.all());
        if (hidden) {
            play(Stream.concat(HiddenNetwork.networks().stream(), HiddenNetwork.exhausted().stream())
                    .toList());
        }
    }

    private void play(List<Situation> situations) throws Exception {
        for (Situation situation : situations) {
            if (!situation.toString().contains(only)) {
                continue;
            }
            long began = System.nanoTime();
            Rounds.Came came = rounds.play(List.of(situation), probes);
            int as = came.outcomes().getOrDefault(situation.expected(), 0);
            int late = came.outcomes().getOrDefault("INCONCLUSIVE local_overload", 0);
            int all = came.outcomes().values().stream().mapToInt(count -> count).sum();
            // A busy host is late for its timeouts, which ends a probe all the same; any other outcome is another
            // failure.
            boolean tried = 2 * (as + late) > all;
            good &= tried && came.left().isEmpty();
            rows.add(new JsonObject()
                    .put("prober", situation.kind().name())
                    .put("failure", situation.story())
                    .put("expected", situation.expected())
                    .put("probes", all)
                    .put("outcomes", new JsonObject(new HashMap<>(came.outcomes())))
                    .put("left", new JsonArray(came.left()))
                    .put("seconds", (System.nanoTime() - began) / 1_000_000_000.0));
            System.err.println(situation + ": " + came);
        }
    }

    private static String load() throws IOException {
        String text = Files.readString(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf(' '));
    }
}
