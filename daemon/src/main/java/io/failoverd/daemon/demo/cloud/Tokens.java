package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to calls that brought a ClientToken: the same token again gets the same answer, and nothing is done
 * twice. Belongs to the cloud, under whose lock it is called. [?] for how long the real one remembers.
 */
final class Tokens {
    private static final int LONGEST = 64;
    private static final int MOST = 10_000;

    private record Answered(ApiCall call, JsonObject body) {}

    private final Map<String, Answered> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answered> eldest) {
            return size() > MOST;
        }
    };

    private static String key(ApiCall call) {
        return call.caller() + " " + call.text("ClientToken", "");
    }

    /** What this call was answered before; null when it is new. */
    @Nullable
    JsonObject before(ApiCall call) throws Refusal {
        String token = call.text("ClientToken", "");
        if (token.length() > LONGEST || token.chars().anyMatch(c -> c > 127)) {
            throw Refusal.invalid("ClientToken");
        }
        Answered last = token.isEmpty() ? null : answered.get(key(call));
        if (last == null) {
            return null;
        }
        if (!last.call().action().equals(call.action())
                || !last.call().parameters().equals(call.parameters())) {
            // [?] the code, from Alibaba Cloud's general page on idempotence.
            throw new Refusal(
                    "IdempotentParameterMismatch",
                    "The request uses the same client token as a previous, but different, request.");
        }
        return last.body();
    }

    void remember(ApiCall call, JsonObject body) {
        if (call.has("ClientToken")) {
            answered.put(key(call), new Answered(call, body));
        }
    }
}
