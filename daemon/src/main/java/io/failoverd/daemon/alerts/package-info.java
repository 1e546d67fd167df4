/**
 * Who is told? Talks to webhooks: CloudEvents 1.0 in structured JSON mode, signed as Standard Webhooks say, at least
 * once, in order for each channel.
 *
 * <p>Traps: only a 2xx is a delivery, a redirect is a failure (it could carry the alert to anyone); the signature holds
 * the time of the attempt, so it is made anew for each, while id and body stay; a URL's path and query hold tokens, so
 * neither reaches a log line.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.alerts;
