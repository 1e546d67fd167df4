package io.failoverd.daemon.core.pool;

/** One step of the chain that put an endpoint in or out. {@code text} is a sentence with its numbers. */
public record Reason(ReasonCode code, String text) {}
