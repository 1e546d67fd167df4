package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import java.time.Instant;

/** What an operator or the calendar says of an endpoint, and what that leaves of its health. */
record Words(boolean online, boolean offline, boolean draining, boolean maintained, int level) {
    static Words of(World world, ServiceState service, int index, Moment now) {
        Instant wall = world.wall().at(now);
        EndpointState endpoint = service.endpoints().get(index);
        Member member = service.decision().members().get(index);
        boolean window = service.plan()
                .maintenance()
                .active(endpoint.plan().configured(), endpoint.plan().region(), wall)
                .isPresent();
        OverrideMode mode = endpoint.override() == null
                ? OverrideMode.SMART
                : endpoint.override().mode();
        return new Words(
                mode == OverrideMode.ONLINE,
                mode == OverrideMode.OFFLINE || (mode == OverrideMode.DRAIN && member.level() == 0),
                mode == OverrideMode.DRAIN,
                window && mode == OverrideMode.SMART,
                member.level());
    }

    /** Never answers, whatever else holds. */
    boolean out() {
        return offline || maintained;
    }

    boolean silent() {
        return !online && !offline && !draining && !maintained;
    }

    /** Should answer, all guards and freezes apart. */
    boolean healthy(EndpointState endpoint) {
        return online || (!out() && endpoint.health().healthy());
    }

    /** Is condemned, and nothing but its health speaks. */
    boolean condemned(EndpointState endpoint) {
        return !online && !out() && endpoint.health().health().condemned();
    }
}
