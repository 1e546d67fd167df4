package io.failoverd.dns.server;

/**
 * How one thread of the UDP engine fares. It is stuck when {@code received} is ahead of {@code finished} and neither
 * moves between two looks; a thread that waits for a query has finished all that it received.
 */
public record EngineThread(String name, boolean alive, long received, long finished) {}
