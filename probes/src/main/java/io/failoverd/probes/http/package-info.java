/**
 * HTTP/1.1 and HTTPS (RFC 9112, RFC 8446, RFC 5246, RFC 9525) to a fixed IP address, with the service's name in Host,
 * SNI and the check of the certificate.
 *
 * <p>Traps, all of them tested: the JDK falls back to the IP address when the certificate does not fit the SNI name, if
 * the TLS engine was told the address; it resumes a session whose certificate has expired since, if the engine was told
 * host and port; it accepts an expired certificate that is itself a trust anchor; a read timeout never fires while a
 * body trickles in.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.http;
