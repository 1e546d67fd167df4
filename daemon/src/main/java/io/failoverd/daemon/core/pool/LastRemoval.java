package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;

/** The latest removal of a service, from which the spacing of the next region's counts. */
public record LastRemoval(String region, Moment at) {}
