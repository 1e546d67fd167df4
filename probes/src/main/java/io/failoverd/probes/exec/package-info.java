/**
 * Programs (POSIX processes): one for each probe, started from its path and arguments without a shell, with an environment
 * of its own, nothing to read, and standard output and error in one pipe. Its exit code is the verdict.
 *
 * <p>Traps: a program may leave children behind that hold the pipe open or have no parent any more, so they are found by a
 * mark in their environment as well; and the JDK reaps a process on a thread of its own, so there are no zombies, but a
 * process that was killed may need a moment until it is gone.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.probes.exec;
