package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The wire to one place, for the status.
 *
 * @param openSince null when there is none at present
 * @param notBefore no wire is made before, where there is none
 * @param life after which a wire is replaced, since the gateway ends what is silent for longer; null for never
 * @param last the latest end that was not ours; null before the first
 */
public record TripwireState(
        @Nullable Moment openSince,
        Moment notBefore,
        @Nullable Duration life,
        @Nullable Trip last) {}
