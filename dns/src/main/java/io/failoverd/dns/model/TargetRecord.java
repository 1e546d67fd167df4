package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * One address record as a target holds it.
 *
 * @param enabled whether it is switched on; a target that knows no such switch holds only enabled ones
 * @param weight as the target counts it; empty where it does not weigh this record
 * @param ttl zero where the target has no TTL of the record's own
 * @param id what the target calls the record; means something to its provider only, empty where it has no ids
 * @param control who else may keep it out of the answer while it is enabled
 * @param health what the target's own health checks say of the address, whether they have a say or not
 */
public record TargetRecord(
        InetAddress address,
        boolean enabled,
        OptionalInt weight,
        Duration ttl,
        String id,
        Control control,
        TargetHealth health) {
    /** Of a target without health checks of its own. */
    public TargetRecord(InetAddress address, boolean enabled, OptionalInt weight, Duration ttl, String id) {
        this(address, enabled, weight, ttl, id, Control.ONLINE, TargetHealth.UNMONITORED);
    }

    /** Whether the target answers it: enabled, and not held out by the target's own health checks. */
    public boolean answers() {
        return enabled && (control == Control.ONLINE || health != TargetHealth.FAILING);
    }

    TargetRecord withEnabled(Control now) {
        return new TargetRecord(address, true, weight, ttl, id, now, health);
    }

    TargetRecord withDisabled() {
        return new TargetRecord(address, false, weight, ttl, id, control, health);
    }

    TargetRecord withWeight(int now) {
        return new TargetRecord(address, enabled, OptionalInt.of(now), ttl, id, control, health);
    }

    TargetRecord withTtl(Duration now) {
        return new TargetRecord(address, enabled, weight, now, id, control, health);
    }
}
