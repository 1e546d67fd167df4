package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code failoverd status} says of how servers follow decisions. */
final class WatchedAnswers {
    private WatchedAnswers() {}

    /** Nothing where that is not watched. */
    static void print(JsonObject status, Terminal terminal) {
        @Nullable JsonObject watched = status.getJsonObject("watchAnswer");
        if (watched == null) {
            return;
        }
        StatusCommand.objects(watched, "servers").forEach(server -> server(server, terminal));
        StatusCommand.objects(watched, "open").forEach(watch -> open(watch, terminal));
    }

    private static void server(JsonObject server, Terminal terminal) {
        long settled = server.getLong("settled", 0L);
        long stale = server.getLong("stale", 0L);
        long silent = server.getLong("silent", 0L);
        terminal.line("answers of " + Terminal.printable(server.getString("server", "?")) + ": "
                + (settled == 0
                        ? "none seen to follow a decision yet"
                        : settled + " seen to follow a decision, half within " + seconds(server, "p50Seconds")
                                + ", 90 % within " + seconds(server, "p90Seconds") + ", 99 % within "
                                + seconds(server, "p99Seconds"))
                + (stale == 0 ? "" : "; given up as stale " + stale + " times")
                + (silent == 0 ? "" : "; given up without an answer " + silent + " times"));
    }

    private static String seconds(JsonObject server, String key) {
        return String.format(Locale.ROOT, "%.1f s", server.getDouble(key, 0.0));
    }

    private static void open(JsonObject watch, Terminal terminal) {
        String waits = StatusCommand.objects(watch, "servers").stream()
                .filter(each -> "awaited".equals(each.getString("state")))
                .map(each -> Terminal.printable(each.getString("server", "?") + " "
                        + (each.getString("text", "").isEmpty()
                                ? each.getInteger("clean", 0) + " of " + watch.getInteger("needed", 0)
                                : each.getString("text"))))
                .collect(Collectors.joining("; "));
        terminal.line("  generation " + watch.getLong("generation") + " of "
                + Terminal.printable(watch.getString("service", "?")) + ", decided "
                + String.format(Locale.ROOT, "%.1f s", watch.getDouble("seconds", 0.0)) + " ago: " + waits);
    }
}
