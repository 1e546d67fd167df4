package io.failoverd.daemon.admin;

import io.vertx.core.json.JsonObject;

/**
 * Why a request is not done.
 *
 * @param status the HTTP status
 * @param error a stable word for scripts
 * @param text a sentence for people
 */
record Refusal(int status, String error, String text) {
    JsonObject json() {
        return new JsonObject().put("error", error).put("text", text);
    }
}
