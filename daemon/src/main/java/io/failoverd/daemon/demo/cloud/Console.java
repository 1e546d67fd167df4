package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.faults.Effect;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * For hands, and not for programs: what one would do in the browser, without a signature. {@code /console/calls/ACTION}
 * runs an action, {@code /console/journal} shows what was written, {@code /console/faults} plans what goes wrong and
 * {@code /console/health} says what GTM's own checks find. Lives on the server's event loop.
 */
final class Console {
    static final String PREFIX = "/console/";
    private static final String CALLS = PREFIX + "calls/";

    private final Cloud cloud;

    Console(Cloud cloud) {
        this.cloud = cloud;
    }

    /** A page of the web changes nothing here: a browser that posts says where it comes from, and nobody else does. */
    void serve(HttpServerRequest request, String path) {
        HttpServerResponse response = request.response().putHeader("content-type", "application/json");
        try {
            if (request.headers().contains("origin") || !loopback(request)) {
                throw new Refusal(403, "Forbidden", "The console is for this machine's own shell.");
            }
            boolean reads = path.matches(PREFIX + "(journal|calls/(Describe|List).*)");
            if (!reads && !request.method().equals(HttpMethod.POST)) {
                throw new Refusal(405, "MethodNotAllowed", "What changes something has to be posted.");
            }
            Map<String, String> parameters = new TreeMap<>();
            request.params().forEach(each -> parameters.put(each.getKey(), each.getValue()));
            response.end(answer(path, parameters).encodePrettily() + "\n");
        } catch (Refusal refusal) {
            response.setStatusCode(refusal.status())
                    .end(new JsonObject()
                                    .put("Code", refusal.code())
                                    .put("Message", refusal.text())
                                    .encodePrettily()
                            + "\n");
        }
    }

    /** A name of somebody's own that leads here would otherwise do. */
    private static boolean loopback(HttpServerRequest request) {
        var authority = request.authority();
        return authority != null
                && (authority.host().equals("127.0.0.1")
                        || authority.host().equals("localhost")
                        || authority.host().equals("[::1]"));
    }

    private JsonObject answer(String path, Map<String, String> parameters) throws Refusal {
        if (path.startsWith(CALLS)) {
            return cloud.console(path.substring(CALLS.length()), parameters);
        }
        return switch (path.substring(PREFIX.length())) {
            case "journal" -> journal();
            case "faults" -> plan(parameters);
            case "health" -> health(parameters);
            default -> throw new Refusal(404, "NotFound", "There is " + CALLS + "ACTION, journal, faults and health.");
        };
    }

    private JsonObject journal() {
        var writes = new JsonArray();
        cloud.journal().writes().forEach(write -> writes.add(write.json()));
        return new JsonObject().put("writes", writes);
    }

    private JsonObject plan(Map<String, String> parameters) throws Refusal {
        String action = parameters.getOrDefault("action", "*");
        Duration time = Duration.ofMillis(number(parameters, "millis", 1000));
        Fault fault = fault(parameters.getOrDefault("fault", ""), time);
        int times = number(parameters, "times", 1);
        try {
            cloud.faults().next(action, times, fault);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("times");
        }
        return new JsonObject()
                .put("planned", times)
                .put("action", action)
                .put("waiting", cloud.faults().waiting());
    }

    private static int number(Map<String, String> parameters, String name, int fallback) throws Refusal {
        try {
            return Integer.parseUnsignedInt(parameters.getOrDefault(name, Integer.toString(fallback)));
        } catch (NumberFormatException _) {
            throw Refusal.invalid(name);
        }
    }

    private static Fault fault(String name, Duration time) throws Refusal {
        try {
            return switch (name) {
                case "throttled" -> Fault.throttled();
                case "unavailable" -> Fault.unavailable();
                case "internal-error" -> Fault.internalError();
                case "html" -> Fault.htmlPage();
                case "empty" -> Fault.emptyBody();
                case "dropped-before" -> Fault.droppedBefore();
                case "dropped-after" -> Fault.droppedAfter();
                case "slow" -> Fault.slowHead(time);
                case "dripping" -> Fault.dripping(time);
                case "unsuccessful" -> Fault.unsuccessful();
                case "late" -> Fault.late(time);
                case "dropped-late" -> Fault.droppedBefore().with(new Effect.AppliedLate(time));
                case "stale" -> Fault.stale(time);
                default ->
                    throw new Refusal(
                            "InvalidParameter",
                            "fault is one of throttled, unavailable, internal-error,"
                                    + " html, empty, dropped-before, dropped-after, slow, dripping, unsuccessful, late,"
                                    + " dropped-late, stale");
            };
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("millis");
        }
    }

    private JsonObject health(Map<String, String> parameters) throws Refusal {
        String address = parameters.getOrDefault("address", "");
        if (address.isEmpty()) {
            throw Refusal.missing("address");
        }
        boolean healthy = !"false".equals(parameters.get("healthy"));
        cloud.health(address, healthy);
        return new JsonObject().put("address", address).put("healthy", healthy);
    }
}
