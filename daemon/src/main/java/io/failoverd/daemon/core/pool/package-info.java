/** Which endpoints of a service answer, with what TTL, and why? Pure. */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.core.pool;
