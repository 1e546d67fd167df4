package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.Event;
import io.failoverd.probes.model.Moment;
import org.jspecify.annotations.Nullable;

/**
 * One step of the core.
 *
 * @param seq grows by one from step to step; a hole is what was lost
 * @param outcome what came of it when it was written; null where nothing did
 */
public record Entry(
        long seq, Moment now, Event event, @Nullable Outcome outcome) {}
