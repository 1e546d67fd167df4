package io.failoverd.daemon.admin;

import io.failoverd.dns.model.PublishPlan;

/** What a publisher would do now for a service. */
public record PlannedPublication(String publisher, String service, long generation, PublishPlan plan) {}
