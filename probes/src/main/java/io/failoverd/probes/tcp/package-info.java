/**
 * TCP (RFC 9293): the connection stands, and is closed at once; or it stands, something is said, and the answer is waited
 * for. Without an answer to wait for it says nothing of what listens behind: a kernel accepts for a process that hangs.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.tcp;
