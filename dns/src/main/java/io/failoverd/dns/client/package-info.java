/**
 * In which region is a client? The operator's client regions, written as networks and as places of a MaxMind-format
 * database, become one immutable table from addresses to regions, or a list of problems.
 *
 * <p>MaxMind DB format 2.0, read with {@code com.maxmind.db}. Traps: the reader decodes lazily, so a damaged database
 * fails anywhere in the walk over it and with any exception; it is mapped into memory, so it has to be replaced by a
 * rename and never written in place.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.client;
