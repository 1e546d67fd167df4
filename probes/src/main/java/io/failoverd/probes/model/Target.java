package io.failoverd.probes.model;

import java.net.InetAddress;

/**
 * A check applied to one endpoint.
 *
 * @param serverName the service's name, without a trailing dot: what Host, SNI and the certificate are held against
 *     unless the check names another host
 */
public record Target(TargetId id, InetAddress address, String serverName, Check check) {}
