package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that health takes nothing out of a service and brings nothing back; overrides still do.
 *
 * @param expires when it ends by itself; null for never
 * @param length how long it was set for, to clamp {@code expires} by after a restart; null with {@code expires}
 * @param by who
 * @param note why
 */
public record Freeze(
        Moment since, @Nullable Moment expires, @Nullable Duration length, String by, String note) {}
