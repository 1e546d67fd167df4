package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.World;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask of the core: overrides, freezes, resumes. Each is a PUT with a JSON object, answered by a sentence. */
final class OperatorRoutes {
    /** Five short values. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    /** The core answers within a turn of its event loop; longer means that it is stuck. */
    static final int ANSWER_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(OperatorRoutes.class);

    private static final String SERVICE = "/api/v1/services/:service";
    private static final String ENDPOINT = SERVICE + "/endpoints/:endpoint";

    private final DaemonView daemon;

    OperatorRoutes(DaemonView daemon) {
        this.daemon = daemon;
    }

    void add(Router router) {
        put(router, ENDPOINT + "/override", context -> {
            String endpoint = endpoint(context);
            String service = AdminRoutes.serviceName(context);
            asked(
                    context,
                    service,
                    endpoint,
                    OperatorRequest.override(context.body().buffer(), service, endpoint, client(context)));
        });
        drill(router);
        put(router, ENDPOINT + "/resume", context -> resume(context, endpoint(context)));
        put(router, SERVICE + "/resume", context -> resume(context, null));
        put(router, SERVICE + "/freeze", context -> freeze(context, AdminRoutes.serviceName(context)));
        put(router, "/api/v1/freeze", context -> freeze(context, null));
    }

    private void drill(Router router) {
        String path = ENDPOINT + "/drill";
        router.delete(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.delete(path).handler(context -> {
            String endpoint = endpoint(context);
            String service = AdminRoutes.serviceName(context);
            asked(
                    context,
                    service,
                    endpoint,
                    OperatorRequest.drillAborted(context.body().buffer(), service, endpoint, client(context)));
        });
        put(router, path, "PUT, DELETE", context -> {
            String endpoint = endpoint(context);
            String service = AdminRoutes.serviceName(context);
            asked(
                    context,
                    service,
                    endpoint,
                    OperatorRequest.drill(context.body().buffer(), service, endpoint, client(context)));
        });
    }

    private static void put(Router router, String path, Handler<RoutingContext> handler) {
        put(router, path, "PUT", handler);
    }

    private static void put(Router router, String path, String allowed, Handler<RoutingContext> handler) {
        router.put(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.put(path).handler(handler);
        router.route(path).handler(context -> AdminRoutes.methodNotAllowed(context, allowed));
    }

    private void resume(RoutingContext context, @Nullable String endpoint) {
        String service = AdminRoutes.serviceName(context);
        asked(
                context,
                service,
                endpoint,
                OperatorRequest.resume(context.body().buffer(), service, endpoint, client(context)));
    }

    private void freeze(RoutingContext context, @Nullable String service) {
        asked(context, service, null, OperatorRequest.freeze(context.body().buffer(), service, client(context)));
    }

    private void asked(
            RoutingContext context,
            @Nullable String service,
            @Nullable String endpoint,
            OperatorRequest.Parsed parsed) {
        World world = daemon.world();
        Optional<Refusal> missing = service == null
                ? Optional.empty()
                : AdminRoutes.missing(world, service, world.services().get(service), endpoint);
        if (missing.isPresent()) {
            Reply.refuse(context, missing.get());
            return;
        }
        switch (parsed) {
            case OperatorRequest.Parsed.Unclear unclear ->
                Reply.refuse(context, new Refusal(400, "bad_request", unclear.text()));
            case OperatorRequest.Parsed.Wish wish -> ask(context, service, endpoint, wish.asked());
        }
    }

    private void ask(RoutingContext context, @Nullable String service, @Nullable String endpoint, Event asked) {
        daemon.ask(asked)
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onSuccess(outcome -> answered(context, service, endpoint, asked, outcome))
                .onFailure(cause -> {
                    log.warn("an operator was not answered {}: {}", asked, cause.toString());
                    Reply.refuse(
                            context,
                            new Refusal(
                                    503,
                                    "no_answer",
                                    "the core did not answer; look at the status before you try again"));
                });
    }

    private static void answered(
            RoutingContext context,
            @Nullable String service,
            @Nullable String endpoint,
            Event asked,
            OperatorOutcome outcome) {
        switch (outcome) {
            case OperatorOutcome.Accepted accepted -> {
                log.info("operator service={} endpoint={}: {} ({})", service, endpoint, accepted.text(), asked);
                var json = new JsonObject()
                        .put("service", service)
                        .put("endpoint", endpoint)
                        .put("text", accepted.text());
                if (asked instanceof Event.OverrideAsked override) {
                    json.put("mode", override.mode().word());
                }
                Reply.json(context, 200, json);
            }
            case OperatorOutcome.Refused refused -> Reply.refuse(context, new Refusal(409, "refused", refused.text()));
            case OperatorOutcome.NotFound gone -> Reply.refuse(context, new Refusal(404, "not_found", gone.text()));
        }
    }

    private static String endpoint(RoutingContext context) {
        return Objects.requireNonNull(context.pathParam("endpoint"));
    }

    private static String client(RoutingContext context) {
        return "HTTP client " + context.request().remoteAddress().hostAddress();
    }
}
