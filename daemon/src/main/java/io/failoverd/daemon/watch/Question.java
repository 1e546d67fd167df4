package io.failoverd.daemon.watch;

/**
 * Whom to ask, and for what.
 *
 * @param generation of the decision that is awaited
 * @param four whether IPv4 addresses are awaited
 * @param six whether IPv6 addresses are
 */
public record Question(String service, long generation, String server, boolean four, boolean six) {}
