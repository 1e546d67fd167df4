package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of an override, strictly: what is not understood is refused, never ignored. */
final class OverrideRequest {
    /** One row on disk, one line in an alert. */
    static final int MAX_NOTE = 500;

    static final int MAX_BY = 100;

    /** Longer is for ever, which is said by leaving {@code for} out. */
    static final Duration MAX_LENGTH = Duration.ofDays(366);

    private static final List<String> KEYS = List.of("mode", "for", "note", "by", "force");

    /** The body does not say what is wanted; the message is for whoever wrote it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final JsonObject body;

    private OverrideRequest(JsonObject body) {
        this.body = body;
    }

    /** @param byDefault who it was, if the body does not say */
    static Event.OverrideAsked read(@Nullable Buffer bytes, String service, String endpoint, String byDefault)
            throws Malformed {
        OverrideRequest request = new OverrideRequest(object(bytes));
        var unknown = new TreeSet<>(request.body.fieldNames());
        KEYS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new Malformed("unknown key " + String.join(", ", unknown) + "; known are " + String.join(", ", KEYS));
        }
        OverrideMode mode = request.mode();
        Duration length = request.length();
        if (mode == OverrideMode.SMART && length != null) {
            throw new Malformed("for: smart has no end, it is what an override ends in; leave it out");
        }
        String by = request.text("by", MAX_BY).orElse(byDefault);
        String note = request.text("note", MAX_NOTE).orElse("");
        return new Event.OverrideAsked(service, endpoint, mode, length, by, note, request.force());
    }

    private static JsonObject object(@Nullable Buffer bytes) throws Malformed {
        if (bytes == null || bytes.length() == 0) {
            throw new Malformed("a JSON object is needed, like {\"mode\": \"offline\", \"for\": \"10m\"}");
        }
        try {
            return new JsonObject(bytes);
        } catch (DecodeException | ClassCastException _) {
            throw new Malformed("the body is not a JSON object");
        }
    }

    private OverrideMode mode() throws Malformed {
        String words =
                Arrays.stream(OverrideMode.values()).map(OverrideMode::word).collect(Collectors.joining(", "));
        String word = text("mode", 20).orElseThrow(() -> new Malformed("mode is missing; it is one of " + words));
        return OverrideMode.of(word)
                .orElseThrow(() -> new Malformed("mode: " + word + " is not known; it is one of " + words));
    }

    private @Nullable Duration length() throws Malformed {
        Optional<String> text = text("for", 40);
        if (text.isEmpty()) {
            return null;
        }
        Duration length = Spans.parse(text.get())
                .orElseThrow(() -> new Malformed("for: " + text.get() + " is no duration; " + Spans.HOW));
        if (!length.isPositive() || length.compareTo(MAX_LENGTH) > 0) {
            throw new Malformed("for: " + text.get() + " is not between 1ms and " + MAX_LENGTH.toDays() + "d");
        }
        return length;
    }

    private boolean force() throws Malformed {
        Object value = body.getValue("force");
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean force) {
            return force;
        }
        throw new Malformed("force: true or false is needed");
    }

    /** A null counts as absent. */
    private Optional<String> text(String key, int most) throws Malformed {
        Object value = body.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new Malformed(key + ": a text is needed");
        }
        if (text.length() > most) {
            throw new Malformed(key + ": " + text.length() + " characters are more than the " + most + " allowed");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed(key + ": line breaks and control characters are not allowed");
        }
        return Optional.of(text);
    }

    /** Durations of operators. */
    static final class Spans {
        static final String HOW = "write a number and a unit, like 500ms, 2s, 1m or 1h";

        private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

        private Spans() {}

        static Optional<Duration> parse(String text) {
            Duration sum = Duration.ZERO;
            int end = 0;
            for (Matcher part = PART.matcher(text); part.find() && part.start() == end; end = part.end()) {
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
            return end == text.length() && end > 0 ? Optional.of(sum) : Optional.empty();
        }
    }
}
