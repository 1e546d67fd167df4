/**
 * Publishes to records of Alibaba Cloud DNS (Alidns), API version 2015-01-09: an address leaves the answer by its record
 * being paused, and comes back by its being resumed; nothing is ever deleted.
 *
 * <p>Traps: lists come in pages, and a page that is missing is no end. Lists say ENABLE where the documentation says
 * Enable. A keyword search finds {@code www2} for {@code www}, so names are asked for exactly. The same name has other
 * records for other lines, which are not ours. Pausing the last record answers NODATA without a word. UpdateDomainRecord
 * says the whole record again, and refuses what changes nothing as a duplicate. The smallest TTL depends on the edition.
 * A weight of 0 is "not answered" though the record is enabled, and the weight of a paused record cannot be set. What a
 * name server answers depends on the line of who asks.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.alidns;
