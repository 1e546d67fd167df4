package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/**
 * A write that was applied.
 *
 * @param sequence counts the applied writes, from 1
 * @param at when it was applied
 * @param caller the access key's id, or {@link Cloud#CONSOLE}
 * @param changed whether anything is different now
 * @param late whether it was applied after its call had ended
 */
public record Write(
        long sequence,
        Instant at,
        String action,
        Map<String, String> parameters,
        String caller,
        String requestId,
        boolean changed,
        boolean late,
        Account before,
        Account after) {
    /** For scripts, without the account. */
    public JsonObject json() {
        var said = new JsonObject();
        parameters.forEach(said::put);
        return new JsonObject()
                .put("sequence", sequence)
                .put("at", at.toString())
                .put("caller", caller)
                .put("action", action)
                .put("parameters", said)
                .put("changed", changed)
                .put("late", late);
    }

    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + caller + " " + action + parameters
                + (changed ? "" : " (changed nothing)")
                + (late ? " (late)" : "");
    }
}
