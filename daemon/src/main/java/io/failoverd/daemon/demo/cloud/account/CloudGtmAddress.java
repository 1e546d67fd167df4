package io.failoverd.daemon.demo.cloud.account;

import java.util.List;

/**
 * An address of GTM 3.0, of the account and not of a pool.
 *
 * @param type IPv4, IPv6 or domain
 * @param manual whether an operator says if it is available, and not its health
 * @param manualAvailable what the operator says
 * @param healthJudgement any_ok, p30_ok, p50_ok, p70_ok or all_ok
 */
public record CloudGtmAddress(
        String id,
        String name,
        String address,
        String type,
        boolean enabled,
        boolean manual,
        boolean manualAvailable,
        String healthJudgement,
        List<HealthTask> healthTasks) {
    public record HealthTask(String templateId, String templateName, int port) {}

    public CloudGtmAddress {
        healthTasks = List.copyOf(healthTasks);
    }

    /** As far as operators have a say. */
    public boolean on() {
        return enabled && (!manual || manualAvailable);
    }

    public CloudGtmAddress withEnabled(boolean now) {
        return new CloudGtmAddress(id, name, address, type, now, manual, manualAvailable, healthJudgement, healthTasks);
    }

    public CloudGtmAddress withManual(boolean now, boolean available) {
        return new CloudGtmAddress(id, name, address, type, enabled, now, available, healthJudgement, healthTasks);
    }
}
