/**
 * What would Alibaba Cloud do? A fake of it on loopback: the API that the SDK {@code alidns20150109} talks to (Alidns,
 * GTM 2.0, GTM 3.0) with its signatures, quotas, refusals and bad days, and name servers that answer for what is in it.
 * Shares no class with the publishers, nor with anything else of failoverd: what both sides got wrong would look right.
 * Everything about the real service is from its documentation and from other people's logs, nothing from an account.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud;
