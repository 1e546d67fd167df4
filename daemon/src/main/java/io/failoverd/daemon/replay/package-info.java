/** What would have been decided? Runs the core over the steps of a journal. Pure: the shell reads and prints. */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.replay;
