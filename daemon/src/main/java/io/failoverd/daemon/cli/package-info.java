/** What can a person or a script ask of failoverd on the command line? */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.cli;
