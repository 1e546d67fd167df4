/**
 * HTTP/2 (RFC 9113) as far as one request on one connection needs it; for HTTP and gRPC probes.
 *
 * <p>Traps, all of them tested: a peer may never send its SETTINGS, may fill the connection with PING, SETTINGS or
 * WINDOW_UPDATE that no limit of a single frame catches, may refuse the stream by RST_STREAM or the connection by GOAWAY
 * before it answers, and says NO_ERROR in either when all is well.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.http2;
