package io.failoverd.daemon.core.health;

import java.time.Duration;

/**
 * One check of an endpoint.
 *
 * @param check its name, as the targets carry it
 * @param interval from probe to probe, for the estimate of an earliest return
 * @param observed whether it only observes: it alerts, and never takes anything out
 */
public record CheckRule(String check, Duration interval, HealthPolicy policy, boolean observed) {}
