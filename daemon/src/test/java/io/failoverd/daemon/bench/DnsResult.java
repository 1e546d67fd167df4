package io.failoverd.daemon.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A raw file of bench/dns.
 *
 * @param name of the file, in bench/results
 */
record DnsResult(String name, JsonObject json) {
    static DnsResult read(Path file) throws IOException {
        return new DnsResult(String.valueOf(file.getFileName()), new JsonObject(Files.readString(file)));
    }

    /** When, by which command and on what machine. */
    List<String> measured() {
        JsonObject machine = json.getJsonObject("machine");
        return List.of(
                "Measured %s at commit %s by `%s`, seed %d: [%s](../bench/results/%s)."
                        .formatted(
                                json.getString("date").replace("T", ", ").replace("Z", " UTC"),
                                json.getString("commit"),
                                json.getString("command"),
                                json.getLong("seed"),
                                name,
                                name),
                "%s, %d CPUs, Linux %s; load average %s before and %s after."
                        .formatted(
                                machine.getString("cpu"),
                                machine.getInteger("cpus"),
                                machine.getString("kernel"),
                                first(machine.getJsonArray("loadAverageBefore")),
                                first(machine.getJsonArray("loadAverageAfter"))));
    }

    private static String first(JsonArray averages) {
        return averages.getValue(0).toString();
    }
}
