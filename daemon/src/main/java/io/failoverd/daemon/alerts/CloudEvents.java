package io.failoverd.daemon.alerts;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.pool.Reason;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An alert as a CloudEvents 1.0 event in structured JSON mode. Keys are a contract: add, never rename. Pure. */
public final class CloudEvents {
    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

    private CloudEvents() {}

    /** The whole body. What does not apply (the endpoint of an alert about a service) is null in it. */
    public static String body(Alert alert, String id, String node) {
        JsonObject event = new JsonObject()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/failoverd/" + node)
                .put("type", alert.type().word());
        String subject = subject(alert);
        if (!subject.isEmpty()) {
            event.put("subject", subject);
        }
        return event.put("time", alert.at().toString())
                .put("datacontenttype", "application/json")
                .put("data", data(alert, node))
                .encode();
    }

    private static JsonObject data(Alert alert, String node) {
        JsonArray reasons = new JsonArray();
        for (Reason reason : alert.reasons()) {
            reasons.add(new JsonObject().put("code", reason.code().name()).put("text", reason.text()));
        }
        JsonArray answer = new JsonArray();
        alert.answer().forEach(address -> answer.add(text(address)));
        return new JsonObject()
                .put("status", alert.firing() ? "firing" : "resolved")
                .put("incident", alert.incident())
                .put("service", alert.service())
                .put("endpoint", alert.endpoint())
                .put("region", alert.region())
                .put("address", text(alert.address()))
                .put("publisher", alert.publisher())
                .put("summary", alert.summary())
                .put("reasons", reasons)
                .put("answer", answer)
                .put("generation", alert.generation())
                .put("node", node)
                .put("drill", alert.drill());
    }

    /** {@code service/endpoint/address}, or as much of it as there is. */
    private static String subject(Alert alert) {
        return Stream.of(alert.service(), alert.endpoint(), text(alert.address()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("/"));
    }

    /** IPv6 in the short form of RFC 5952. */
    private static @Nullable String text(@Nullable InetAddress address) {
        return address == null ? null : NetUtil.toAddressString(address);
    }
}
