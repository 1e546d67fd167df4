package io.failoverd.daemon.cli;

import io.failoverd.daemon.replay.ExactReplay;
import io.failoverd.daemon.replay.Member;
import io.failoverd.daemon.replay.Score;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.SortedMap;

/** With the configuration that made the decisions. */
record ExactReport(ReplayReport.Read read, ExactReplay replay, SortedMap<Member, Score> scores)
        implements ReplayReport {
    @Override
    public int exitCode() {
        return replay.differing() == 0 && read.unreadable() == 0 && read.steps() > 0 ? ExitCode.GOOD : ExitCode.BAD;
    }

    @Override
    public JsonObject json() {
        var differences = new JsonArray();
        replay.differences()
                .forEach(each -> differences.add(new JsonObject()
                        .put("at", each.at().toString())
                        .put("seq", each.seq())
                        .put("event", each.event())
                        .put("journalled", new JsonArray(each.journalled()))
                        .put("replayed", new JsonArray(each.replayed()))));
        var endpoints = new JsonArray();
        scores.forEach(
                (member, score) -> endpoints.add(ReplayScores.named(member).put("recorded", ReplayScores.json(score))));
        return read.json()
                .put("same", exitCode() == ExitCode.GOOD)
                .put("compared", replay.compared())
                .put("decisions", replay.decisions())
                .put("differing", replay.differing())
                .put("differences", differences)
                .put("endpoints", endpoints);
    }

    @Override
    public void print(Terminal terminal) {
        read.print(terminal);
        if (read.steps() == 0) {
            terminal.line(terminal.paint("nothing was replayed", Terminal.Tone.BAD));
            return;
        }
        String compared = replay.decisions() + " decisions, " + replay.compared() + " steps with effects";
        terminal.line(
                replay.differing() == 0
                        ? terminal.paint("the same, to the last word: " + compared, Terminal.Tone.GOOD)
                        : terminal.paint(
                                replay.differing() + " of " + replay.compared()
                                        + " steps with effects came out differently",
                                Terminal.Tone.BAD));
        for (ExactReplay.Difference each : replay.differences()) {
            terminal.line(each.at() + "  step " + each.seq() + ", " + each.event());
            terminal.line("  journalled: " + lines(each.journalled()));
            terminal.line("  replayed:   " + lines(each.replayed()));
        }
        terminal.line("");
        var table = ReplayScores.table();
        scores.forEach((member, score) -> table.row(ReplayScores.row(member, column -> column.apply(score))));
        table.print(terminal);
    }

    private static String lines(List<String> decisions) {
        return decisions.isEmpty() ? "no decision" : String.join("; ", decisions);
    }
}
