package io.failoverd.daemon.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes answers. */
final class Reply {
    static final String JSON = "application/json; charset=utf-8";

    private Reply() {}

    /** What every answer carries: nothing of it is to be kept, framed, sniffed or run. */
    static void secure(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer");
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        text(context, status, JSON, body.encode());
    }

    static void refuse(RoutingContext context, Refusal refusal) {
        json(context, refusal.status(), refusal.json());
    }

    /** For a request whose body nobody will read to its end. */
    static void refuseAndClose(RoutingContext context, Refusal refusal) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        context.response().endHandler(_ -> context.request().connection().close());
        refuse(context, refusal);
    }

    static void text(RoutingContext context, int status, String type, String body) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return; // the client has gone
        }
        Buffer bytes = Buffer.buffer(body);
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()))
                    .end();
        } else {
            response.end(bytes);
        }
    }
}
