/** What do we think of one target? A state machine from probe results to health. Pure. */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.core.health;
