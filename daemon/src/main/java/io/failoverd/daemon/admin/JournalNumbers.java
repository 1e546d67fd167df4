package io.failoverd.daemon.admin;

import java.time.Duration;

/**
 * How the event journal is.
 *
 * @param bytes size of its file
 * @param dropped events that never reached it, since the start
 * @param sinceFlush since everything was on disk
 */
public record JournalNumbers(long bytes, long dropped, Duration sinceFlush) {}
