/**
 * What does this name server answer? Addresses of a name, asked of one server directly, by UDP and TCP (RFC 1035), with
 * both families or none; for the providers' last step, and for reading where a target is read by DNS.
 *
 * <p>Traps: a response with TC or without AA is no answer. An absent RRset and a name that does not exist are both
 * "nothing here". A name server's own name can only be looked up by the system's resolver, which may hang for longer than
 * any deadline of ours.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.query;
