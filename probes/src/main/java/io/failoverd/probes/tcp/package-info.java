/** TCP connect (RFC 9293): the connection stands, and is closed at once. Says nothing of what listens behind it. */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.tcp;
