package io.failoverd.daemon.config.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as operators write them: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1m30s}, {@code 1h}, {@code 1d}. */
public final class Durations {
    public static final String HOW = "write a number and a unit, like 500ms, 2s, 1m or 1h";

    /** Nine digits of days still fit a Duration. */
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern().replace("(", "(?:") + "){1,5}");

    private Durations() {}

    /** Null when the text is no duration. */
    public static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        return sum;
    }

    /** The shortest text that {@link #parse} reads back; milliseconds are the finest unit. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        boolean subMinute = millis < 60_000 && millis % 1000 != 0;
        append(text, subMinute ? 0 : duration.toSecondsPart(), "s");
        append(text, subMinute ? millis : duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }
}
