package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Reason;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something an operator must hear of.
 *
 * @param firing whether it begins (true) or ends (false); a removal that was delivered is always followed by its
 *     restore, which is of another type but belongs to the same {@link #incident}
 * @param service null where it concerns the daemon as a whole
 * @param endpoint null where it concerns a whole service
 * @param publisher null where it concerns no publisher
 * @param summary one sentence for a person at night
 * @param answer what the service answers now
 * @param at wall time of the decision
 * @param drill whether an operator's synthetic failure brought it about, and nothing real
 */
public record Alert(
        AlertType type,
        boolean firing,
        @Nullable String service,
        @Nullable String endpoint,
        @Nullable String region,
        @Nullable InetAddress address,
        @Nullable String publisher,
        String summary,
        List<Reason> reasons,
        List<InetAddress> answer,
        long generation,
        Instant at,
        boolean drill) {
    public Alert {
        reasons = List.copyOf(reasons);
        answer = List.copyOf(answer);
    }

    /** Of something real. */
    public Alert(
            AlertType type,
            boolean firing,
            @Nullable String service,
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable InetAddress address,
            @Nullable String publisher,
            String summary,
            List<Reason> reasons,
            List<InetAddress> answer,
            long generation,
            Instant at) {
        this(
                type,
                firing,
                service,
                endpoint,
                region,
                address,
                publisher,
                summary,
                reasons,
                answer,
                generation,
                at,
                false);
    }

    /** The same, brought about by a drill and saying so, or not. */
    Alert of(boolean drilled) {
        return new Alert(
                type,
                firing,
                service,
                endpoint,
                region,
                address,
                publisher,
                drilled ? "drill: " + summary : summary,
                reasons,
                answer,
                generation,
                at,
                drilled);
    }

    /** Equal for the alerts that begin and end the same thing. */
    public String incident() {
        String kind = switch (type) {
            case ADDRESS_REMOVED, ADDRESS_RESTORED -> "removed";
            case ADDRESS_DEGRADED -> "degraded";
            case REMOVAL_WITHHELD -> "withheld";
            case QUORUM_LOST -> "quorum";
            case POOL_ALL_DOWN -> "all_down";
            case PRESCALE -> "prescale";
            case HOST_UNRESOLVED -> "unresolved";
            case PUBLISH_FAILED -> "unpublished";
            case HAND_BACK_FAILED -> "hand_back";
            case PROBER_ISOLATED -> "isolated";
            case CONFIG_REJECTED -> "config";
            case STATE_LOST -> "state";
        };
        String what = endpoint != null ? endpoint : publisher != null ? publisher : "";
        return String.join("/", kind, service == null ? "" : service, what);
    }
}
