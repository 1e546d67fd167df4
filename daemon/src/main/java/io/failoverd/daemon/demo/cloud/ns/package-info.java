/**
 * What do the cloud's name servers answer? DNS over UDP and TCP (RFC 1035, EDNS by RFC 6891) with dnsjava, from a
 * version of the account: enabled records alone, one by weight where a set is open for weights, and what GTM finds
 * available for its names. Left out: lines other than the default one, and wildcards.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud.ns;
