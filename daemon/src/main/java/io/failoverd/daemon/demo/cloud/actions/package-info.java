/**
 * What does each call answer and change? Alidns records and weights, GTM 2.0 and GTM 3.0, version 2015-01-09, as pure
 * functions from a call and a version of the account to the next version and a body. Traps that are kept: wrapper
 * objects around lists (but {@code GtmInstances} is a bare array), {@code ENABLE} in lists and {@code Enable} elsewhere,
 * strings for booleans in one alert config and booleans in the other, {@code PubicZoneName}. Where nothing is documented
 * a comment says [?].
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud.actions;
