/**
 * Does the whole daemon do what an operator relies on? A real {@code failoverd run} in a process of its own, gateways
 * that fail in every way gateways fail, and answers seen through real DNS queries, {@code dig} and {@code unbound}.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.e2e;
