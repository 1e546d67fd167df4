package io.failoverd.dns.server;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command behind {@code bench/swaps}: table swaps under full load for a minute. */
public final class SwapBench {
    private SwapBench() {}

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<>(Map.of("--seconds", "60", "--swaps", "10", "--clients", "2", "--commit", ""));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int seconds = Integer.parseInt(options.get("--seconds"));
        int perSecond = Integer.parseInt(options.get("--swaps"));
        int clients = Integer.parseInt(options.get("--clients"));
        boolean fine = seconds >= 1 && seconds <= 3600 && perSecond >= 1 && perSecond <= 1000 && clients >= 1;
        if (arguments.length % 2 != 0 || !fine) {
            System.err.println("usage: bench/swaps [--seconds 60] [--swaps 10] [--clients 2] [--json FILE]");
            System.exit(2);
        }
        JsonObject report = run(seconds, perSecond, clients).put("commit", options.get("--commit"));
        System.out.println(report.encodePrettily());
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), report.encodePrettily() + "\n");
        }
        System.exit(report.getBoolean("good") ? 0 : 1);
    }

    private static JsonObject run(int seconds, int perSecond, int clients) throws Exception {
        var machine = new Machine();
        try (LiveServer server = LiveServer.idle()) {
            server.listen(EngineChoice.AUTO, LiveServer.at("127.0.0.1", 0));
            long began = System.nanoTime();
            long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
            int swaps = seconds * perSecond;
            SwapRun.Outcome seen = new SwapRun(server.dns(), server.address()).run(clients, generation -> {
                for (long left; (left = began + generation * every - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                return generation <= swaps;
            });
            double took = (System.nanoTime() - began) / 1e9;
            boolean good =
                    seen.lost() + seen.torn() + seen.stale() + seen.early() == 0 && seen.generations() > swaps / 2;
            return new JsonObject()
                    .put(
                            "command",
                            "bench/swaps --seconds %d --swaps %d --clients %d".formatted(seconds, perSecond, clients))
                    .mergeIn(machine.json())
                    .put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString())
                    .put("engine", server.dns().engine())
                    .put("seconds", Math.round(took * 10) / 10.0)
                    .put("swaps", swaps)
                    .put("clients", clients)
                    .put("answers", seen.answers())
                    .put("answersPerSecond", Math.round(seen.answers() / took))
                    .put("generationsSeen", seen.generations())
                    .put("lost", seen.lost())
                    .put("torn", seen.torn())
                    .put("stale", seen.stale())
                    .put("early", seen.early())
                    .put("good", good);
        }
    }
}
