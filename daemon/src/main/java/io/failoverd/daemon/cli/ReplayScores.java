package io.failoverd.daemon.cli;

import io.failoverd.daemon.cli.Table.Cell;
import io.failoverd.daemon.replay.Member;
import io.failoverd.daemon.replay.Score;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the scores of a replay stand in a table and in JSON. */
final class ReplayScores {
    private static final List<Function<Score, String>> COLUMNS = List.of(
            score -> String.valueOf(score.removals()),
            score -> String.valueOf(score.restores()),
            score -> String.valueOf(score.falseRemovals()),
            score -> score.detections() == 0 ? "-" : seconds(score.meanDetection()) + " s",
            score -> score.detections() == 0 ? "-" : seconds(score.longestDetection()) + " s",
            score -> String.valueOf(score.flips()));

    private ReplayScores() {}

    static Table table() {
        return new Table(
                "", "SERVICE", "ENDPOINT", "REMOVED", "RESTORED", "FALSE", "FOUND IN (MEAN)", "(MAX)", "FLIPS");
    }

    /** A row of the table, each column as {@code cell} has it. */
    static Cell[] row(Member member, Function<Function<Score, String>, String> cell) {
        return Stream.concat(
                        Stream.of(Cell.of(member.service()), Cell.of(member.endpoint())),
                        COLUMNS.stream().map(column -> Cell.number(cell.apply(column))))
                .toArray(Cell[]::new);
    }

    static JsonObject named(Member member) {
        return new JsonObject().put("service", member.service()).put("endpoint", member.endpoint());
    }

    static JsonObject json(Score score) {
        boolean none = score.detections() == 0;
        return new JsonObject()
                .put("removals", score.removals())
                .put("restores", score.restores())
                .put("falseRemovals", score.falseRemovals())
                .put("flips", score.flips())
                .put("detectionMeanSeconds", none ? null : score.meanDetection().toNanos() / 1e9)
                .put(
                        "detectionMaxSeconds",
                        none ? null : score.longestDetection().toNanos() / 1e9);
    }

    private static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.1f", length.toNanos() / 1e9);
    }
}
