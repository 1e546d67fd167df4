package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.HostState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The endpoints of a service that are host names, as the status and explain show them. The keys are a contract. */
final class HostJson {
    private HostJson() {}

    static JsonArray of(ServiceState service, WallAnchor wall) {
        var hosts = new JsonArray();
        service.hosts().forEach(host -> hosts.add(of(host, wall)));
        return hosts;
    }

    private static JsonObject of(HostState host, WallAnchor wall) {
        var addresses = new JsonArray();
        host.addresses().forEach(address -> addresses.add(address.getHostAddress()));
        HostState.@Nullable Trouble trouble = host.trouble();
        return new JsonObject()
                .put("name", host.plan().name())
                .put("region", host.plan().region())
                .put("host", host.plan().host())
                .put("family", host.plan().family().name().toLowerCase(Locale.ROOT))
                .put("addresses", addresses)
                .put("unused", host.unused())
                .put("changedAt", time(host.changed(), wall))
                .put("resolvedAt", time(host.resolved(), wall))
                .put(
                        "trouble",
                        trouble == null
                                ? null
                                : new JsonObject()
                                        .put("since", time(trouble.since(), wall))
                                        .put("failures", trouble.failures())
                                        .put("text", trouble.why()));
    }

    private static @Nullable String time(@Nullable Moment moment, WallAnchor wall) {
        return moment == null ? null : EndpointJson.time(wall.at(moment));
    }
}
