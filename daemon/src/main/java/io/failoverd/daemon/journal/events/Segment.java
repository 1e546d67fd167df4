package io.failoverd.daemon.journal.events;

import java.time.Instant;

/**
 * A part of a run that can be replayed by itself: from its start, or from a world that was kept on the way.
 *
 * @param firstSeq of its first entry
 * @param fromStart whether it begins with its run
 * @param lost steps before it that never reached the disk
 * @param at wall time of its beginning
 */
public record Segment(long id, Run run, long firstSeq, boolean fromStart, long lost, Instant at) {}
