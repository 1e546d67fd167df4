package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.pool.Decision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step, short enough to be kept with it and exact enough to be held against a replay.
 *
 * @param digest of every effect, to the last word
 * @param decisions one line for each, for a person
 */
public record Outcome(String digest, List<String> decisions) {
    /** 64 bits: two different outcomes of one step have the same by a chance of one in 10^19. */
    private static final int DIGEST_BYTES = 8;

    public Outcome {
        decisions = List.copyOf(decisions);
    }

    /** Null for no effects. */
    public static @Nullable Outcome of(List<Effect> effects) {
        if (effects.isEmpty()) {
            return null;
        }
        var text = new JsonArray();
        effects.forEach(effect -> text.add(RecordCodec.encode(effect, Effect.class)));
        return new Outcome(
                digest(text.encode()),
                effects.stream()
                        .filter(Effect.Publish.class::isInstance)
                        .map(effect -> line(((Effect.Publish) effect).decision()))
                        .toList());
    }

    private static String line(Decision decision) {
        String answer = decision.answer().isEmpty()
                ? "no address"
                : decision.answer().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return decision.service() + ": generation " + decision.generation() + " answers " + answer + ", TTL "
                + decision.ttl().toSeconds() + " s";
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    JsonObject json() {
        return new JsonObject().put("digest", digest).put("decisions", new JsonArray(decisions));
    }

    static Outcome of(JsonObject json) {
        return new Outcome(
                json.getString("digest", ""),
                json.getJsonArray("decisions", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
    }
}
