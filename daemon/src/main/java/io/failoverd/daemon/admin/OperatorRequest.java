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

/**
 * Reads the body of what an operator asks for, strictly: what is not understood is refused, never ignored. One request
 * is read by its keys, one after the other.
 */
final class OperatorRequest {
    /** One row on disk, one line in an alert. */
    static final int MAX_NOTE = 500;

    static final int MAX_BY = 100;

    /** Longer is for ever, which is said by leaving {@code for} out. */
    static final Duration MAX_LENGTH = Duration.ofDays(366);

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What a body says. */
    sealed interface Parsed {
        record Wish(Event asked) implements Parsed {}

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

    private OperatorRequest(JsonObject body) {
        this.body = body;
    }

    /** Turns a body into an event. */
    private interface Reading {
        Event of(OperatorRequest request) throws Malformed;
    }

    private static Parsed read(@Nullable Buffer bytes, List<String> keys, Reading reading) {
        try {
            OperatorRequest request = new OperatorRequest(object(bytes));
            var unknown = new TreeSet<>(request.body.fieldNames());
            keys.forEach(unknown::remove);
            if (!unknown.isEmpty()) {
                throw new Malformed(
                        "unknown key " + String.join(", ", unknown) + "; known are " + String.join(", ", keys));
            }
            return new Parsed.Wish(reading.of(request));
        } catch (Malformed e) {
            return new Parsed.Unclear(e.text);
        }
    }

    /**
     * An override of an endpoint.
     *
     * @param byDefault who it was, if the body does not say
     */
    static Parsed override(@Nullable Buffer bytes, String service, String endpoint, String byDefault) {
        return read(bytes, List.of("mode", "for", "note", "by", "force"), request -> {
            OverrideMode mode = request.mode();
            Duration length = request.length("for");
            if (mode == OverrideMode.SMART && length != null) {
                throw new Malformed("for: smart has no end, it is what an override ends in; leave it out");
            }
            return new Event.OverrideAsked(
                    service,
                    endpoint,
                    mode,
                    length,
                    request.by(byDefault),
                    request.text("note", MAX_NOTE).orElse(""),
                    request.flag("force").orElse(false));
        });
    }

    /**
     * A freeze, or its end.
     *
     * @param service null for all of them
     */
    static Parsed freeze(@Nullable Buffer bytes, @Nullable String service, String byDefault) {
        return read(bytes, List.of("frozen", "for", "note", "by"), request -> {
            boolean frozen =
                    request.flag("frozen").orElseThrow(() -> new Malformed("frozen is missing; it is true or false"));
            Duration length = request.length("for");
            if (!frozen && length != null) {
                throw new Malformed("for: a thaw has no end; leave it out");
            }
            return new Event.FreezeAsked(
                    service,
                    frozen,
                    length,
                    request.by(byDefault),
                    request.text("note", MAX_NOTE).orElse(""));
        });
    }

    /**
     * A resume.
     *
     * @param endpoint null for the service's failback
     */
    static Parsed resume(@Nullable Buffer bytes, String service, @Nullable String endpoint, String byDefault) {
        return read(bytes, List.of("by"), request -> new Event.ResumeAsked(service, endpoint, request.by(byDefault)));
    }

    /** A synthetic failure, or more time for one. */
    static Parsed drill(@Nullable Buffer bytes, String service, String endpoint, String byDefault) {
        return read(bytes, List.of("length", "by", "note"), request -> {
            Duration length = request.length("length");
            if (length == null) {
                throw new Malformed("length is missing; it is how long the endpoint counts as failed, like 60s");
            }
            return new Event.DrillAsked(
                    service,
                    endpoint,
                    length,
                    request.by(byDefault),
                    request.text("note", MAX_NOTE).orElse(""));
        });
    }

    /** The end of one, before its time; the body may be absent. */
    static Parsed drillAborted(@Nullable Buffer bytes, String service, String endpoint, String byDefault) {
        Buffer body = bytes == null || bytes.length() == 0 ? Buffer.buffer("{}") : bytes;
        return read(
                body,
                List.of("by", "why"),
                request -> new Event.DrillAborted(
                        service,
                        endpoint,
                        request.by(byDefault),
                        request.text("why", MAX_NOTE).orElse("")));
    }

    private String by(String byDefault) throws Malformed {
        return text("by", MAX_BY).orElse(byDefault);
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

    private @Nullable Duration length(String key) throws Malformed {
        Optional<String> text = text(key, 40);
        if (text.isEmpty()) {
            return null;
        }
        Duration length = Durations.parse(text.get());
        if (length == null) {
            throw new Malformed(key + ": " + text.get() + " is no duration; " + Durations.HOW);
        }
        if (!length.isPositive() || length.compareTo(MAX_LENGTH) > 0) {
            throw new Malformed(key + ": " + text.get() + " is not between 1ms and " + MAX_LENGTH.toDays() + "d");
        }
        return length;
    }

    private Optional<Boolean> flag(String key) throws Malformed {
        Object value = body.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        throw new Malformed(key + ": true or false is needed");
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
