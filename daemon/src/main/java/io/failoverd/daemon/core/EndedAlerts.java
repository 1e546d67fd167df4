package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointState.OpenAlerts;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last alerts of what the configuration has no longer: what began is ended, since nothing else will end it. */
record EndedAlerts(String service, List<InetAddress> answer, long generation, Instant at) {

    List<Effect> ofEndpoint(String endpoint, @Nullable String region, InetAddress address, OpenAlerts open) {
        var ended = new ArrayList<Effect>();
        if (open.removed()) {
            ended.add(of(AlertType.ADDRESS_RESTORED, endpoint, region, address));
        }
        if (open.withheld()) {
            ended.add(of(AlertType.REMOVAL_WITHHELD, endpoint, region, address));
        }
        if (open.degraded()) {
            ended.add(of(AlertType.ADDRESS_DEGRADED, endpoint, region, address));
        }
        return ended;
    }

    List<Effect> ofPool(PoolAlerts open) {
        var ended = new ArrayList<Effect>();
        if (open.allDown()) {
            ended.add(of(AlertType.POOL_ALL_DOWN, null, null, null));
        }
        if (open.prescale()) {
            ended.add(of(AlertType.PRESCALE, null, null, null));
        }
        return ended;
    }

    private Effect of(
            AlertType type, @Nullable String endpoint, @Nullable String region, @Nullable InetAddress address) {
        String what = endpoint == null || address == null
                ? service + ": the service"
                : service + ": " + endpoint + " (" + address.getHostAddress() + ")";
        return new Effect.Raise(new Alert(
                type,
                false,
                service,
                endpoint,
                region,
                address,
                what + " is no longer configured, so its alert ends here",
                List.of(),
                answer,
                generation,
                at));
    }
}
