package io.failoverd.daemon.e2e;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** One endpoint as explain shows it. */
record Endpoint(JsonObject json) {
    String health() {
        return json.getString("health");
    }

    boolean inAnswer() {
        return json.getBoolean("inAnswer");
    }

    String since() {
        return json.getString("since");
    }

    String summary() {
        return json.getString("summary");
    }

    List<String> codes() {
        return RunningDaemon.objects(json, "reasons")
                .map(reason -> reason.getString("code"))
                .toList();
    }

    /** The sentence of one reason; empty when that reason is not given. */
    String text(String code) {
        return RunningDaemon.objects(json, "reasons")
                .filter(reason -> reason.getString("code").equals(code))
                .map(reason -> reason.getString("text"))
                .findFirst()
                .orElse("");
    }

    /** What the latest probe said: {@code outcome} or {@code reason}. */
    String probe(String key) {
        JsonObject last = json.getJsonObject("lastProbe");
        // A probe that passed has no reason: the key is there, and null.
        return last == null || last.getString(key) == null ? "" : last.getString(key);
    }
}
