package io.failoverd.daemon.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service manager asks for through the environment (sd_notify(3), sd_watchdog_enabled(3)).
 *
 * @param socket the address to tell our state to, as a path or as {@code @name} for an abstract one
 * @param watchdog the time without a ping after which we are restarted; empty when nobody watches, or when it is meant
 *     for another process
 */
record NotifySettings(Optional<String> socket, Optional<Duration> watchdog) {

    static NotifySettings of(Map<String, String> environment, long pid) {
        var socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(text -> !text.isEmpty());
        var watchdog = number(environment.get("WATCHDOG_USEC"))
                .filter(micros -> micros > 0)
                .filter(_ -> isForUs(environment.get("WATCHDOG_PID"), pid))
                .map(micros -> Duration.ofNanos(Math.multiplyExact(micros, 1_000L)));
        return new NotifySettings(socket, watchdog);
    }

    /** A child of ours inherits the variables; the PID keeps it from pinging in our name. */
    private static boolean isForUs(@Nullable String watched, long pid) {
        return watched == null || number(watched).equals(Optional.of(pid));
    }

    private static Optional<Long> number(@Nullable String text) {
        // At most 15 digits: more microseconds than that (31 years) are a mistake, and they would overflow.
        if (text == null || !text.matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        return Optional.of(Long.valueOf(text));
    }
}
