/** What do we see? Probers, their schedule, and the loop that runs them. */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes;
