/**
 * Publishes to a primary that takes DNS UPDATE (RFC 2136), signed with TSIG (RFC 8945): BIND, Knot, PowerDNS and others.
 *
 * <p>Traps: a response with TC or without AA is not a reading. An absent RRset and a name that does not exist are both
 * "nothing here" and prerequisites tell neither apart, so both families stand in every prerequisite. TSIG errors come as
 * NOTAUTH, with the reason inside the TSIG record, which the server may not have signed. All records of an RRset have
 * one TTL, so a change of ours changes that of foreign records beside it. A primary that speaks for its secondaries
 * says nothing of when they follow: they are asked for themselves.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.update;
