/**
 * What can a person, a script or Prometheus ask of a running daemon, and who may? Speaks HTTP/1.1 (RFC 9112) with
 * Vert.x web; metrics are Prometheus' text format 0.0.4 by Micrometer.
 *
 * <p>Traps: a browser on this host is a client too, so a name that somebody else's DNS points here (rebinding) and a
 * page of another origin are turned away by {@code Host} and {@code Origin}, whatever the token; Prometheus' Java client
 * takes {@code _total} and {@code _info} off a name and puts them back by the metric's type.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.admin;
