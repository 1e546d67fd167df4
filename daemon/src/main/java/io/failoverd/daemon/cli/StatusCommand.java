package io.failoverd.daemon.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code failoverd status}: what every service answers now. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Shows what every service answers now, and the health of its endpoints.",
            "Exit code 1 if a service has no healthy endpoint left."
        },
        footer = {"", "Example:", "  failoverd status --admin http://127.0.0.1:8053"})
final class StatusCommand extends AdminCommand {
    /** A publisher's names share an edition, and mostly a TTL. */
    private static final int MOST_FLOORS = 3;

    /** What happened once, longer ago, is for the metrics. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    @Override
    AdminClient.Reply ask(AdminClient client) {
        return client.get("/api/v1/status");
    }

    @Override
    int judge(JsonObject status) {
        return objects(status, "services").stream().allMatch(service -> "NORMAL".equals(service.getString("condition")))
                ? ExitCode.GOOD
                : ExitCode.BAD;
    }

    @Override
    int print(JsonObject status, Terminal terminal) {
        terminal.line(terminal.paint(status.getString("node", "?"), Terminal.Tone.STRONG) + "  failoverd "
                + status.getString("version", "?") + "  "
                + (status.getBoolean("ready", false)
                        ? terminal.paint("answering DNS", Terminal.Tone.GOOD)
                        : terminal.paint("NOT answering DNS yet", Terminal.Tone.BAD))
                + listening(status));
        warnings(status, terminal);
        objects(status, "publishers").forEach(publisher -> publisher(publisher, terminal));
        WatchedAnswers.print(status, terminal);
        objects(status, "services").forEach(service -> service(service, terminal));
        return judge(status);
    }

    private static String listening(JsonObject status) {
        JsonArray listen = status.getJsonArray("listen", new JsonArray());
        return listen.isEmpty()
                ? ""
                : "  on " + listen.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " ("
                        + status.getString("engine", "?") + ", " + status.getString("transport", "?") + ")";
    }

    /** Only what somebody may have to act on. */
    private static void warnings(JsonObject status, Terminal terminal) {
        JsonObject alerts = status.getJsonObject("alerts", new JsonObject());
        if (alerts.getInteger("depth", 0) > 0) {
            warn(
                    terminal,
                    "alerts: " + alerts.getInteger("depth") + " wait to be delivered, the oldest since "
                            + alerts.getString("oldest"));
        }
        JsonObject store = status.getJsonObject("store", new JsonObject());
        if (!store.getBoolean("ok", true)) {
            warn(
                    terminal,
                    "state: not written to disk since " + store.getString("failingSince") + ": "
                            + store.getString("text"));
        }
        @Nullable
        JsonObject rejected = status.getJsonObject("config", new JsonObject()).getJsonObject("lastRejected");
        if (rejected != null) {
            warn(terminal, "config: one was refused at " + rejected.getString("at") + ": " + rejected.getString("why"));
        }
        limits(status, terminal);
        JsonObject sentinels = status.getJsonObject("sentinels", new JsonObject());
        String line = "sentinels: " + Terminal.printable(sentinels.getString("text", "?"));
        if ("lost".equals(sentinels.getString("state"))) {
            warn(terminal, line);
        } else {
            terminal.line(line);
        }
        tripwires(status, terminal);
    }

    /** The idle connections, where any is wanted. */
    private static void tripwires(JsonObject status, Terminal terminal) {
        JsonObject wires = status.getJsonObject("tripwires", new JsonObject());
        if (wires.getInteger("wanted", 0) == 0) {
            return;
        }
        JsonObject ended = wires.getJsonObject("ended", new JsonObject());
        long all = ended.fieldNames().stream().mapToLong(ended::getLong).sum();
        long limited = wires.getLong("limited", 0L);
        terminal.line("tripwires: " + wires.getInteger("open") + " of " + wires.getInteger("wanted") + " open"
                + (all == 0
                        ? ""
                        : "; ended since the start: " + counts(ended) + ", of which a probe contradicted "
                                + wires.getLong("contradicted"))
                + (limited == 0 ? "" : "; " + limited + " re-checks left to the interval"));
    }

    /** Those that are not 0, as in {@code fin 2, rst 1}. */
    private static String counts(JsonObject many) {
        return many.fieldNames().stream()
                .filter(name -> many.getLong(name) > 0)
                .map(name -> name + " " + many.getLong(name))
                .collect(Collectors.joining(", "));
    }

    /** Probes that found no place, while that is news. */
    private static void limits(JsonObject status, Terminal terminal) {
        JsonObject probes = status.getJsonObject("probes", new JsonObject());
        @Nullable String last = probes.getString("lastRefusedAt");
        if (last == null
                || Instant.parse(last)
                        .isBefore(Instant.parse(status.getString("at")).minus(NEWS))) {
            return;
        }
        warn(
                terminal,
                "probes: some found no place, so that nothing is said of their targets, the latest at " + last
                        + "; since the start, by limit: "
                        + counts(probes.getJsonObject("refused", new JsonObject())) + "; under way are "
                        + probes.getInteger("underWay")
                        + " of " + probes.getInteger("most") + " (node.maxProbes)");
    }

    /** One line while all is well; else one more for each name whose target is not as it should be. */
    private static void publisher(JsonObject publisher, Terminal terminal) {
        List<JsonObject> names = objects(publisher, "services");
        List<JsonObject> troubled = names.stream()
                .filter(name -> name.getJsonObject("lastError") != null
                        || name.getLong("published", 0L) < name.getLong("desired", 0L)
                        || !name.getJsonArray("drift", new JsonArray()).isEmpty())
                .toList();
        String head = "publisher " + publisher.getString("name") + ": " + (names.size() - troubled.size()) + " of "
                + names.size() + " names as decided";
        if (troubled.isEmpty()) {
            terminal.line(head);
        } else {
            warn(terminal, head);
            names(troubled, terminal);
        }
        names.stream()
                .map(name -> name.getJsonObject("ttlFloor"))
                .filter(Objects::nonNull)
                .map(floor -> floor.getString("text", "?"))
                .distinct()
                .limit(MOST_FLOORS)
                .forEach(text ->
                        warn(terminal, "  publisher " + publisher.getString("name") + ": " + Terminal.printable(text)));
    }

    private static void names(List<JsonObject> troubled, Terminal terminal) {
        for (JsonObject name : troubled) {
            @Nullable JsonObject error = name.getJsonObject("lastError");
            String drift = name.getJsonArray("drift", new JsonArray()).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("; "));
            String why = error != null
                    ? error.getString("code") + ": " + error.getString("text") + ", " + error.getInteger("inARow")
                            + " in a row since " + error.getString("since")
                    : drift.isEmpty() ? name.getString("step", "?") : drift;
            terminal.line("    " + name.getString("service") + ": generation " + name.getLong("published") + " of "
                    + name.getLong("desired") + " there; " + Terminal.printable(why));
        }
    }

    private static void warn(Terminal terminal, String text) {
        terminal.line(terminal.paint("! " + text, Terminal.Tone.CAREFUL));
    }

    private static void service(JsonObject service, Terminal terminal) {
        String condition = service.getString("condition", "?");
        List<String> answer = objects(service, "answer").stream()
                .map(address -> address.getString("address", "?"))
                .toList();
        terminal.line("");
        if (service.getLong("generation") == null) {
            warn(terminal, service.getString("name", "?") + ": has no address yet, and is not answered");
            objects(service, "hosts").forEach(host -> host(host, terminal));
            return;
        }
        terminal.line(terminal.paint(service.getString("name", "?"), Terminal.Tone.STRONG) + "  "
                + terminal.paint(condition, Tones.ofCondition(condition)) + "  policy "
                + service.getString("policy") + "  TTL " + service.getInteger("ttl") + " s  generation "
                + service.getLong("generation"));
        terminal.line("  answers " + (answer.isEmpty() ? "nothing (NODATA)" : String.join(", ", answer)));
        @Nullable JsonObject freeze = service.getJsonObject("freeze");
        if (freeze != null) {
            warn(
                    terminal,
                    "frozen by " + freeze.getString("by") + " since " + freeze.getString("since") + ", "
                            + (freeze.getString("until") == null
                                    ? "without expiry"
                                    : "until " + freeze.getString("until"))
                            + (freeze.getString("note", "").isEmpty() ? "" : ": " + freeze.getString("note")));
        }
        JsonObject regions = service.getJsonObject("byRegion", new JsonObject());
        for (String region : regions.fieldNames()) {
            terminal.line("  clients of " + region + ": "
                    + objects(regions, region).stream()
                            .map(each -> each.getString("address") + " × " + each.getInteger("weight"))
                            .collect(Collectors.joining(", ")));
        }
        hostsAndDrills(service, terminal);
        var table = new Table("  ", "", "ENDPOINT", "REGION", "ADDRESS", "HEALTH", "SINCE", "TOTAL", "WHY");
        for (JsonObject endpoint : objects(service, "endpoints")) {
            String health = endpoint.getString("health", "?");
            @Nullable JsonObject probe = endpoint.getJsonObject("lastProbe");
            table.row(
                    Tones.inAnswer(endpoint.getBoolean("inAnswer", false)),
                    Table.Cell.of(endpoint.getString("name", "?")),
                    Table.Cell.of(endpoint.getString("region", "?")),
                    Table.Cell.of(endpoint.getString("address", "?")),
                    Table.Cell.of(health, Tones.ofHealth(health)),
                    Table.Cell.of(endpoint.getString("since", "?")),
                    Table.Cell.number(total(probe)),
                    Table.Cell.of(why(endpoint)));
        }
        table.print(terminal);
    }

    private static void hostsAndDrills(JsonObject service, Terminal terminal) {
        objects(service, "hosts").forEach(host -> host(host, terminal));
        objects(service, "endpoints").forEach(endpoint -> drill(endpoint, terminal));
    }

    private static void drill(JsonObject endpoint, Terminal terminal) {
        @Nullable JsonObject drill = endpoint.getJsonObject("drill");
        if (drill != null) {
            String note = drill.getString("note", "");
            warn(
                    terminal,
                    "drill of " + endpoint.getString("name") + " by " + Terminal.printable(drill.getString("by", "?"))
                            + " since " + drill.getString("since")
                            + (drill.getBoolean("active", true)
                                    ? ", until " + drill.getString("until")
                                    : ", over since " + drill.getString("until") + " and not yet returned")
                            + (note.isEmpty() ? "" : ": " + Terminal.printable(note)));
        }
    }

    /** Which addresses an endpoint's host name has, since when, and what is wrong with it. */
    static void host(JsonObject host, Terminal terminal) {
        JsonArray addresses = host.getJsonArray("addresses", new JsonArray());
        @Nullable JsonObject trouble = host.getJsonObject("trouble");
        @Nullable String changed = host.getString("changedAt");
        @Nullable String resolved = host.getString("resolvedAt");
        String line = "  " + host.getString("name") + " is " + host.getString("host") + ": "
                + (addresses.isEmpty()
                        ? "no address is known"
                        : addresses.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                + (changed == null ? "" : " since " + changed)
                + (resolved == null ? ", not resolved in this run" : ", resolved at " + resolved);
        if (trouble == null) {
            terminal.line(line);
        } else {
            warn(
                    terminal,
                    line + "; it cannot be resolved since " + trouble.getString("since") + ": "
                            + Terminal.printable(trouble.getString("text", "?")));
        }
    }

    private static String total(@Nullable JsonObject probe) {
        @Nullable Double millis = probe == null ? null : probe.getDouble("totalMs");
        return millis == null ? "-" : String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private static String why(JsonObject endpoint) {
        List<JsonObject> reasons = objects(endpoint, "reasons");
        return reasons.isEmpty() ? "" : reasons.getFirst().getString("text", "");
    }

    /** The objects of an array; what is not there is empty, so that an older daemon can be asked too. */
    static List<JsonObject> objects(JsonObject parent, String key) {
        return parent.getJsonArray(key, new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
