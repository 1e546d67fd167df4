package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointState.OpenAlerts;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that a configuration brings about by itself: what began is ended where nothing else will end it, since it
 * is configured no longer; and goes on under another name where it has one.
 */
record ReconfiguredAlerts(String service, List<InetAddress> answer, long generation, Instant at) {
    private static final String GONE = "is no longer configured, so its alert ends here";

    /** An endpoint and what has begun of it; the region is null where nobody wrote it down. */
    record Known(String endpoint, @Nullable String region, InetAddress address, OpenAlerts open) {}

    List<Effect> ofGone(Known known) {
        return of(known, false, GONE);
    }

    List<Effect> ofGone(PoolAlerts open) {
        var ended = new ArrayList<Effect>();
        if (open.allDown()) {
            ended.add(ofService(AlertType.POOL_ALL_DOWN));
        }
        if (open.prescale()) {
            ended.add(ofService(AlertType.PRESCALE));
        }
        open.unpublished().keySet().forEach(publisher -> ended.add(ofPublisher(publisher)));
        open.unresolved().forEach(endpoint -> ended.add(ofHost(endpoint)));
        return ended;
    }

    Effect ofPublisher(String publisher) {
        return of(AlertType.PUBLISH_FAILED, null, publisher, false, "publisher " + publisher + " " + GONE);
    }

    /** The end under the old name. */
    List<Effect> ofFormer(Known known, String now) {
        return of(known, false, "is called " + now + " now, and its alert goes on under that name");
    }

    /** The beginning under the new one. */
    List<Effect> ofRenamed(Known known, EndpointPlan now) {
        var renamed = new Known(now.name(), now.region(), now.address(), known.open());
        return of(renamed, true, "was called " + known.endpoint() + " until now, and its alert goes on");
    }

    private List<Effect> of(Known known, boolean firing, String why) {
        var effects = new ArrayList<Effect>();
        if (known.open().removed()) {
            effects.add(of(firing ? AlertType.ADDRESS_REMOVED : AlertType.ADDRESS_RESTORED, known, firing, why));
        }
        if (known.open().withheld()) {
            effects.add(of(AlertType.REMOVAL_WITHHELD, known, firing, why));
        }
        if (known.open().degraded()) {
            effects.add(of(AlertType.ADDRESS_DEGRADED, known, firing, why));
        }
        if (known.open().quorumLost()) {
            effects.add(of(AlertType.QUORUM_LOST, known, firing, why));
        }
        return effects;
    }

    private Effect ofHost(String endpoint) {
        return new Effect.Raise(new Alert(
                AlertType.HOST_UNRESOLVED,
                false,
                service,
                endpoint,
                null,
                null,
                null,
                service + ": " + endpoint + " " + GONE,
                List.of(),
                answer,
                generation,
                at));
    }

    private Effect of(AlertType type, Known known, boolean firing, String why) {
        String what = known.endpoint() + " (" + known.address().getHostAddress() + ")";
        return of(type, known, null, firing, what + " " + why);
    }

    private Effect ofService(AlertType type) {
        return of(type, null, null, false, "the service " + GONE);
    }

    private Effect of(AlertType type, @Nullable Known known, @Nullable String publisher, boolean firing, String words) {
        var alert = new Alert(
                type,
                firing,
                service,
                known == null ? null : known.endpoint(),
                known == null ? null : known.region(),
                known == null ? null : known.address(),
                publisher,
                service + ": " + words,
                List.of(),
                answer,
                generation,
                at);
        boolean drill = known != null && known.open().drilled() && type != AlertType.ADDRESS_DEGRADED;
        return new Effect.Raise(alert.of(drill));
    }
}
