/**
 * How do I see it work? Gateways, a webhook receiver and a stream of DNS queries on loopback, around a real daemon in a
 * process of its own. Nothing here is used by the daemon.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo;
