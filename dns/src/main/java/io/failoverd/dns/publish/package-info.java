/**
 * How does a decision reach a target that is not ours? One engine for all of them, and the narrow interface that each
 * provider implements. Nothing here knows a provider.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.dns.publish;
