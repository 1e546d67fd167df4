package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word on an endpoint, ONLINE or OFFLINE; SMART is the absence of one.
 *
 * @param expires when it ends by itself; null for never
 * @param length how long it was set for, to clamp {@code expires} by after a restart; null with {@code expires}
 * @param by who
 * @param note why
 */
public record OperatorOverride(
        OverrideMode mode,
        Moment since,
        @Nullable Moment expires,
        @Nullable Duration length,
        String by,
        String note) {}
