/** TLS (RFC 8446, RFC 5246, RFC 9525): a full handshake, and the certificate for the service's name. Nothing is asked. */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.tls;
