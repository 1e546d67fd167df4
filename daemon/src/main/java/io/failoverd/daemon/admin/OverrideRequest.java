package io.failoverd.daemon.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of an override, strictly: what is not understood is refused, never ignored. */
final class OverrideRequest {
    /** One row on disk, one line in an alert. */
    static final int MAX_NOTE = 500;

    static final int MAX_BY = 100;

    /** Longer is for ever, which is said by leaving {@code for} out. */
    static final Duration MAX_LENGTH = Duration.ofDays(366);

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<String> KEYS = List.of("mode", "for", "note", "by", "force");

    /** What a body says. */
    sealed interface Parsed {
        record Wish(Event.OverrideAsked asked) implements Parsed {}

        /**
         * It does not say what is wanted.
         *
         * @param text for whoever wrote it
         */
        record Unclear(String text) implements Parsed {}
    }

    /** Leaves the reader at the first thing that is wrong; never leaves this class. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        Malformed(String text) {
            super(text);
            this.text = text;
        }
    }

    private final JsonObject body;

    private OverrideRequest(JsonObject body) {
        this.body = body;
    }

    /** @param byDefault who it was, if the body does not say */
    static Parsed read(@Nullable Buffer bytes, String service, String endpoint, String byDefault) {
        try {
            return new Parsed.Wish(wish(bytes, service, endpoint, byDefault));
        } catch (Malformed e) {
            return new Parsed.Unclear(e.text);
        }
    }

    private static Event.OverrideAsked wish(@Nullable Buffer bytes, String service, String endpoint, String byDefault)
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
            refuseDuplicates(bytes);
            return new JsonObject(bytes);
        } catch (DecodeException | ClassCastException _) {
            throw new Malformed("the body is not a JSON object");
        }
    }

    /** Vert.x takes the last of two equal keys, and which of two modes was meant nobody can know. */
    private static void refuseDuplicates(Buffer bytes) throws Malformed {
        try (JsonParser parser = STRICT.createParser(bytes.getBytes())) {
            while (parser.nextToken() != null) {
                // Reading is what finds them.
            }
        } catch (IOException _) {
            throw new Malformed("the body is not a JSON object, or has a key twice");
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
        Duration length = Durations.parse(text.get());
        if (length == null) {
            throw new Malformed("for: " + text.get() + " is no duration; " + Durations.HOW);
        }
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
}
