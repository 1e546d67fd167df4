package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an orderly stop has written goes on with the next start: overrides, freezes, hold-downs, ramps, tiers. */
final class RestartRules {
    /** A verdict of before is trusted for ten minutes. */
    private static final Duration TRUSTED = Duration.ofMinutes(10);

    /** What the two clocks may differ by, beside what a drift makes of it. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private @Nullable World before;
    private Instant stopped = Instant.EPOCH;
    private Duration tolerance = ROUNDING;
    private int kept;

    int kept() {
        return kept;
    }

    /** @param world as it was stopped; null after a crash, which may lose what was said last */
    void stopped(@Nullable World world, Moment now) {
        before = world;
        stopped = world == null ? Instant.EPOCH : world.wall().at(now);
    }

    /** @param clocks how far the wall clock of the old run was off, all told */
    void restarted(World world, Duration clocks, Moment now, Instant wall) {
        if (before == null || clocks.abs().compareTo(Duration.ofSeconds(1)) > 0 || wall.isBefore(stopped)) {
            return;
        }
        tolerance = clocks.abs().plus(ROUNDING);
        for (ServiceState service : world.services().values()) {
            ServiceState old = before.services().get(service.plan().name());
            if (old != null && old.decision() != null && service.decision() != null) {
                service(old, service, now, wall);
            }
        }
    }

    private void service(ServiceState old, ServiceState service, Moment now, Instant wall) {
        kept++;
        boolean samePolicy =
                old.plan().rules().policy().equals(service.plan().rules().policy());
        if (old.freeze() != null) {
            goesOn(
                    "freeze of " + service.plan().name(),
                    new End(old.freeze().expires()),
                    service.freeze() == null ? null : new End(service.freeze().expires()),
                    now,
                    wall);
        }
        for (EndpointState endpoint : service.endpoints()) {
            int index = old.indexOf(endpoint.plan().name());
            if (index >= 0) {
                endpoint(old, service, old.endpoints().get(index), endpoint, samePolicy, now, wall);
            }
        }
    }

    private void endpoint(
            ServiceState oldService,
            ServiceState service,
            EndpointState old,
            EndpointState endpoint,
            boolean samePolicy,
            Moment now,
            Instant wall) {
        String name = service.plan().name() + "/" + endpoint.plan().name();
        if (old.override() != null) {
            goesOn(
                    "override of " + name,
                    new End(old.override().expires()),
                    endpoint.override() == null
                            ? null
                            : new End(endpoint.override().expires()),
                    now,
                    wall);
            Promise.that(
                    endpoint.override() == null
                            || endpoint.override().mode() == old.override().mode(),
                    () -> "the override of " + name + " is another one: " + endpoint);
        }
        boolean same = old.plan().address().equals(endpoint.plan().address());
        boolean recent = Duration.between(stopped, wall).compareTo(TRUSTED.minusSeconds(1)) < 0;
        boolean out = old.health().health().condemned() && !old.eligible();
        if (same && recent && out && !oldService.decision().condition().allDown()) {
            Moment until = old.health().heldUntil();
            boolean stillHeld = until != null && left(until, wall).compareTo(tolerance) > 0;
            boolean alone = service.endpoints().stream()
                    .noneMatch(each -> each.eligible() && !each.plan().equals(endpoint.plan()));
            Promise.that(
                    endpoint.health().health().condemned() || alone,
                    () -> name + " was out, and is not after the restart: " + old + " " + endpoint);
            if (stillHeld && endpoint.health().health().condemned()) {
                goesOn(
                        "hold-down of " + name,
                        new End(until),
                        new End(endpoint.health().heldUntil()),
                        now,
                        wall);
            }
        }
        boolean ramps = same && samePolicy && old.ramping() != null && old.eligible() && endpoint.eligible();
        if (ramps && sameTtl(oldService, service) && old.override() == null && endpoint.override() == null) {
            Promise.that(
                    old.health().health().condemned() || step(endpoint) == step(old),
                    () -> name + " ramped, and does not go on after the restart: " + old + " " + endpoint);
        }
    }

    private static int step(EndpointState endpoint) {
        return endpoint.ramping() == null ? -1 : endpoint.ramping().step();
    }

    private static boolean sameTtl(ServiceState old, ServiceState service) {
        return old.plan().rules().ttl().equals(service.plan().rules().ttl());
    }

    /** When something ends; null for never. */
    private record End(@Nullable Moment at) {}

    private Duration left(Moment until, Instant wall) {
        return Duration.between(wall, before.wall().at(until));
    }

    /** It is there as long as it was to be, and ends when it was to end; null for what is not there. */
    private void goesOn(String what, End was, @Nullable End is, Moment now, Instant wall) {
        Moment then = was.at();
        Moment ends = is == null ? null : is.at();
        if (then == null) {
            Promise.that(is != null && ends == null, () -> "the " + what + " has no end, and after the restart " + is);
            return;
        }
        Duration left = left(then, wall);
        if (left.compareTo(tolerance) > 0) {
            Promise.that(
                    ends != null && ends.since(now).minus(left).abs().compareTo(tolerance) <= 0,
                    () -> "the " + what + " had " + left + " left, and after the restart " + is + " at " + now);
        } else if (left.compareTo(tolerance.negated()) < 0) {
            Promise.that(is == null, () -> "the " + what + " was over, and is not after the restart");
        }
    }
}
