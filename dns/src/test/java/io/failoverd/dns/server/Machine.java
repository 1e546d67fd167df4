package io.failoverd.dns.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a benchmark ran on, and whether it had it for itself. */
final class Machine {
    private final double loadBefore = load();

    Machine() throws IOException {}

    JsonObject json() throws IOException {
        return new JsonObject()
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("loadAverage", new JsonArray().add(loadBefore).add(load()));
    }

    /** Over the last minute. */
    private static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }
}
