package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * One address record as a target holds it.
 *
 * @param enabled whether the target answers it; a target that knows no such switch holds only enabled ones
 * @param weight as the target counts it; empty where it does not weigh this record
 * @param ttl zero where the target has no TTL of the record's own
 * @param id what the target calls the record; means something to its provider only, empty where it has no ids
 */
public record TargetRecord(InetAddress address, boolean enabled, OptionalInt weight, Duration ttl, String id) {
    TargetRecord withEnabled(boolean now) {
        return new TargetRecord(address, now, weight, ttl, id);
    }

    TargetRecord withWeight(int now) {
        return new TargetRecord(address, enabled, OptionalInt.of(now), ttl, id);
    }

    TargetRecord withTtl(Duration now) {
        return new TargetRecord(address, enabled, weight, now, id);
    }
}
