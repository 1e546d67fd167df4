/**
 * What is in the account? Domains and their records, GTM 2.0 and GTM 3.0, as immutable values: a version of the whole
 * account is kept for each write, which is how a read can be stale and a name server behind.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.demo.cloud.account;
