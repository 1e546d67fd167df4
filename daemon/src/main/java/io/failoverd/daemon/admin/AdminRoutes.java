package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each path answers. Every answer but the metrics is JSON, errors included. */
final class AdminRoutes {
    /** Names that an error lists. */
    private static final int MAX_LISTED = 20;

    private static final Logger log = LoggerFactory.getLogger(AdminRoutes.class);

    private static final String STATUS = "/api/v1/status";
    private static final String EVENTS = "/api/v1/events";
    private static final String PLAN = "/api/v1/plan";
    private static final String EXPLAIN = "/api/v1/services/:service/explain";

    private final Vertx vertx;
    private final DaemonView daemon;
    private final Metrics metrics;
    private final Access access;
    private final AtomicBoolean planning = new AtomicBoolean();

    AdminRoutes(Vertx vertx, DaemonView daemon, Metrics metrics, Access access) {
        this.vertx = vertx;
        this.daemon = daemon;
        this.metrics = metrics;
        this.access = access;
    }

    Router router() {
        Router router = Router.router(vertx);
        router.route().handler(this::guard);
        get(router, "/healthz", this::healthz);
        get(router, "/readyz", this::readyz);
        get(router, "/metrics", this::metrics);
        get(
                router,
                STATUS,
                context ->
                        large(context, Reply.JSON, () -> StatusJson.of(daemon).encode()));
        get(router, EVENTS, this::events);
        get(router, EXPLAIN, this::explain);
        get(router, PLAN, this::plan);
        new OperatorRoutes(daemon).add(router);
        errors(router);
        return router;
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(handler);
        router.head(path).handler(handler);
        router.route(path).handler(context -> methodNotAllowed(context, "GET, HEAD"));
    }

    private void guard(RoutingContext context) {
        Reply.secure(context.response());
        MultiMap headers = context.request().headers();
        HttpMethod method = context.request().method();
        boolean read = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        Optional<Refusal> refusal = access.check(new Access.Asked(
                headers.getAll(HttpHeaders.HOST),
                headers.get(HttpHeaders.ORIGIN),
                headers.get("Sec-Fetch-Site"),
                headers.get(HttpHeaders.AUTHORIZATION),
                !read,
                context.normalizedPath().equals("/healthz")));
        refusal.ifPresentOrElse(
                refused -> {
                    if (refused.status() == 401) {
                        context.response().putHeader("WWW-Authenticate", "Bearer realm=\"failoverd\"");
                    }
                    Reply.refuse(context, refused);
                },
                context::next);
    }

    private void healthz(RoutingContext context) {
        boolean alive = daemon.alive();
        Reply.json(context, alive ? 200 : 503, new JsonObject().put("status", alive ? "ok" : "the core is stuck"));
    }

    private void readyz(RoutingContext context) {
        boolean ready = daemon.ready();
        Reply.json(
                context, ready ? 200 : 503, new JsonObject().put("status", ready ? "ok" : "DNS is not answered yet"));
    }

    private void metrics(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, Metrics.CONTENT_TYPE);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        Context loop = vertx.getOrCreateContext();
        Callable<Void> scrape = () -> {
            var body = new ResponseStream(response, loop, ResponseStream.PATIENCE);
            metrics.scrape(body);
            body.close();
            return null;
        };
        vertx.executeBlocking(scrape, false).onFailure(why -> {
            // What was sent already says 200: only its end can tell that it is not whole.
            log.warn("a scrape of the metrics was not sent: {}", why.toString());
            context.request().connection().close();
        });
    }

    /** Writes on a worker thread what grows with the number of services. */
    private void large(RoutingContext context, String type, Callable<String> body) {
        vertx.executeBlocking(body, false)
                .onSuccess(text -> Reply.text(context, 200, type, text))
                .onFailure(context::fail);
    }

    /** The latest events, or those after the sequence number that the client has seen. */
    private void events(RoutingContext context) {
        @Nullable String after = context.request().getParam("after");
        if (after != null && !after.matches("[0-9]{1,18}")) {
            Reply.refuse(context, new Refusal(400, "bad_request", "after: a sequence number is needed"));
            return;
        }
        var events = new JsonArray();
        for (RecentEvent event : daemon.recent().after(after == null ? 0 : Long.parseLong(after))) {
            var json = new JsonObject()
                    .put("sequence", event.sequence())
                    .put("at", EndpointJson.time(event.at()))
                    .put("kind", event.kind())
                    .put("service", event.service())
                    .put("endpoint", event.endpoint())
                    .put("text", event.text());
            event.details().forEach(json::put);
            events.add(json);
        }
        Reply.json(context, 200, new JsonObject().put("events", events));
    }

    private void plan(RoutingContext context) {
        World world = daemon.world();
        @Nullable String asked = context.request().getParam("service");
        @Nullable String service = asked == null ? null : asFiled(asked);
        Optional<Refusal> missing = service == null
                ? Optional.empty()
                : missing(world, service, world.services().get(service), null);
        missing.ifPresentOrElse(refusal -> Reply.refuse(context, refusal), () -> plan(context, service));
    }

    /** One at a time: each reads remote targets, and holds a worker that others need. */
    private void plan(RoutingContext context, @Nullable String service) {
        if (!planning.compareAndSet(false, true)) {
            Reply.refuse(context, new Refusal(429, "busy", "another plan is being made; try again in some seconds"));
            return;
        }
        large(context, Reply.JSON, () -> {
            try {
                return PublisherJson.ofPlans(daemon.plan(service)).encode();
            } finally {
                planning.set(false);
            }
        });
    }

    private void explain(RoutingContext context) {
        World world = daemon.world();
        String name = serviceName(context);
        @Nullable String endpoint = context.request().getParam("endpoint");
        ServiceState service = world.services().get(name);
        Optional<Refusal> missing = missing(world, name, service, endpoint);
        if (missing.isPresent() || service == null) {
            missing.ifPresent(refusal -> Reply.refuse(context, refusal));
            return;
        }
        Reply.json(context, 200, ExplainJson.of(service, world, daemon, endpoint));
    }

    /** Empty when both exist; a null endpoint stands for the whole service. */
    static Optional<Refusal> missing(
            World world, String name, @Nullable ServiceState service, @Nullable String endpoint) {
        if (service == null) {
            Stream<String> names = world.services().keySet().stream().sorted();
            return Optional.of(notFound("there is no service " + name, names.toList()));
        }
        List<String> endpoints = Stream.concat(
                        service.endpoints().stream().map(state -> state.plan().name()),
                        service.hosts().stream().map(host -> host.plan().name()))
                .toList();
        return endpoint == null || endpoints.contains(endpoint)
                ? Optional.empty()
                : Optional.of(notFound("service " + name + " has no endpoint " + endpoint, endpoints));
    }

    private static Refusal notFound(String what, List<String> names) {
        String listed = String.join(", ", names.subList(0, Math.min(MAX_LISTED, names.size())));
        String more = names.size() > MAX_LISTED ? " and " + (names.size() - MAX_LISTED) + " more" : "";
        return new Refusal(404, "not_found", what + "; there is " + (names.isEmpty() ? "none" : listed + more));
    }

    /** As the core writes names: lower case, no trailing dot. */
    static String serviceName(RoutingContext context) {
        return asFiled(Objects.requireNonNull(context.pathParam("service")));
    }

    private static String asFiled(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    static void methodNotAllowed(RoutingContext context, String allowed) {
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        Reply.refuse(
                context,
                new Refusal(
                        405,
                        "method_not_allowed",
                        context.request().method() + " is not allowed here; allowed: " + allowed));
    }

    private static void errors(Router router) {
        router.errorHandler(
                400,
                context -> Reply.refuse(context, new Refusal(400, "bad_request", "the request is not understood")));
        router.errorHandler(
                404,
                context -> Reply.refuse(
                        context,
                        new Refusal(
                                404,
                                "not_found",
                                "nothing is here; there are /healthz, /readyz, /metrics, " + STATUS + ", " + EVENTS
                                        + ", " + PLAN + ", /api/v1/services/{service}/explain,"
                                        + " /api/v1/services/{service}/endpoints/{endpoint}/override and /resume,"
                                        + " /api/v1/services/{service}/freeze and /resume, and /api/v1/freeze")));
        router.errorHandler(
                413,
                context -> Reply.refuseAndClose(
                        context,
                        new Refusal(
                                413,
                                "too_large",
                                "the body is larger than " + OperatorRoutes.MAX_BODY_BYTES + " bytes")));
        router.errorHandler(500, context -> {
            log.error("a bug in the admin interface path={}", context.normalizedPath(), context.failure());
            Reply.refuse(context, new Refusal(500, "internal", "a bug; the daemon's log has it"));
        });
    }
}
