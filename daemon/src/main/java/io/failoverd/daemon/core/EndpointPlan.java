package io.failoverd.daemon.core;

import java.net.InetAddress;

/** One address of a service as the configuration has it. */
public record EndpointPlan(String name, String region, InetAddress address) {}
