/**
 * Which names are ours, and what do they say when nobody fails over? Zone files and inline zones become immutable
 * {@link io.failoverd.dns.zone.Zone}s, or a list of problems that name file, line and reason.
 *
 * <p>Master-file syntax is RFC 1035 section 5 (dnsjava parses it), negative TTLs RFC 2308, wildcards RFC 4592, DNAME
 * RFC 6672. Traps: dnsjava's own {@code Zone} does not know empty non-terminals, and its tokenizer counts a line too
 * many after an end of line, so both are done here.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.zone;
