/** What do the vantages say together? From their verdicts of one target to one agreed health. */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.core.consensus;
