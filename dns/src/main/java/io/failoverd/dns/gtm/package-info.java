/**
 * How is Alibaba Cloud's Global Traffic Manager told? Version 2.0 ({@code DnsGtm…}) by writing address pools, version 3.0
 * ({@code CloudGtm…}) by switching addresses; both with the API 2015-01-09 of Alidns.
 *
 * <p>Traps: a pool of 2.0 and the address list of a pool of 3.0 are written as wholes, without a version or an ETag, so that
 * what somebody else changed between our last look and the write is undone; they are read right before, which makes that
 * time short and does not end it. What a write does not say again (AttributeInfo, Remark, a weight) is gone. A list without
 * addresses empties a pool of 3.0. An address of 3.0 belongs to the account: taken out, it is out of every pool that it is
 * in. Words come in other cases than documented, and are compared without regard to it; what is not ours is sent back as it
 * came. GTM answers something even where everything is out, so that taking out the last address of a pool need not show.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.gtm;
