/**
 * What is kept? Talks to SQLite 3 (sqlite-jdbc, WAL, {@code synchronous=FULL}) in the state directory.
 *
 * <p>Traps: a JNI call pins the carrier of a virtual thread, so one platform thread owns the connection; a lock of
 * {@code fcntl} goes when <em>any</em> descriptor of its file is closed by the process, so the lock file is never
 * opened twice; {@code max_page_count} and {@code busy_timeout} belong to a connection and not to the file.
 */
@org.jspecify.annotations.NullMarked
package io.failoverd.daemon.journal;
