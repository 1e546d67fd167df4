package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Moment;
import java.time.Duration;

/**
 * A wire that ended.
 *
 * @param at when its end was seen
 * @param age how long it had stood
 * @param word what a probe that started later says of it
 */
public record Trip(Moment at, WireEnd end, Duration age, Word word) {
    /** What the re-check says of the end of a wire. */
    public enum Word {
        /** Nothing yet. */
        PENDING,
        /** It failed: the wire was right. */
        CONFIRMED,
        /** It passed: the gateway lives. */
        CONTRADICTED
    }

    Trip judged(Word next) {
        return new Trip(at, end, age, next);
    }

    /** {@code re-check because the idle connection ended: RST after 4 min}. */
    public String text() {
        return "re-check because the idle connection ended: " + end.word() + " after " + words(age);
    }

    /** Two digits say enough. */
    private static String words(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return age.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
