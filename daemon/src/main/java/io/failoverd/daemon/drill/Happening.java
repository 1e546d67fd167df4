package io.failoverd.daemon.drill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that the daemon, or the drill itself, did while the drill ran.
 *
 * @param at by the clock of whoever did it
 * @param kind as in the daemon's events, or {@link #DRILL}
 * @param text one sentence
 * @param what it means to a drill
 */
public record Happening(Instant at, String kind, @Nullable String endpoint, String text, What what) {
    /** What the drill itself did. */
    public static final String DRILL = "drill";

    /** What a happening means to a drill. */
    public sealed interface What {
        /** Nothing more than its words. */
        record Words() implements What {}

        /**
         * An endpoint's health changed.
         *
         * @param to what it is from now on
         */
        record Health(String to) implements What {}

        /**
         * There is a new decision.
         *
         * @param answer the addresses that are answered from now on
         */
        record Decision(List<String> answer) implements What {
            public Decision {
                answer = List.copyOf(answer);
            }
        }

        /** A target of a publisher answers what was decided. */
        record Verified() implements What {}
    }

    static Happening ours(Instant at, String text) {
        return new Happening(at, DRILL, null, text, new What.Words());
    }

    /** One of the daemon's events. */
    static Happening of(JsonObject event) {
        String kind = event.getString("kind", "");
        String text = event.getString("text", "");
        What what = switch (kind) {
            case "health" -> new What.Health(event.getString("to", ""));
            case "decision" ->
                new What.Decision(event.getJsonArray("answer", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
            case "publish" -> event.getString("stage", "").equals("VERIFIED") ? new What.Verified() : new What.Words();
            default -> new What.Words();
        };
        return new Happening(
                Instant.parse(Objects.requireNonNull(event.getString("at"))),
                kind,
                event.getString("endpoint"),
                text,
                what);
    }
}
