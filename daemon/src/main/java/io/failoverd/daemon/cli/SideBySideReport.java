package io.failoverd.daemon.cli;

import io.failoverd.daemon.replay.Member;
import io.failoverd.daemon.replay.Score;
import io.failoverd.daemon.replay.WhatIf;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.SortedSet;
import java.util.TreeSet;

/** Beside another configuration. */
record SideBySideReport(ReplayReport.Read read, WhatIf replay, String file) implements ReplayReport {
    @Override
    public int exitCode() {
        return read.steps() > 0 ? ExitCode.GOOD : ExitCode.BAD;
    }

    private SortedSet<Member> members() {
        var members = new TreeSet<>(replay.recorded().keySet());
        members.addAll(replay.other().keySet());
        return members;
    }

    @Override
    public JsonObject json() {
        var endpoints = new JsonArray();
        for (Member member : members()) {
            endpoints.add(ReplayScores.named(member)
                    .put("recorded", ReplayScores.json(replay.recorded().getOrDefault(member, Score.NONE)))
                    .put("other", ReplayScores.json(replay.other().getOrDefault(member, Score.NONE))));
        }
        var differences = new JsonArray();
        replay.divergences()
                .forEach(each -> differences.add(ReplayScores.named(each.member())
                        .put("from", each.from().toString())
                        .put("to", each.to() == null ? null : each.to().toString())
                        .put("recordedInAnswer", each.recordedIn())
                        .put("otherInAnswer", each.otherIn())));
        return read.json()
                .put("config", file)
                .put("warnings", new JsonArray(replay.warnings()))
                .put("differing", replay.differing())
                .put("differences", differences)
                .put("endpoints", endpoints);
    }

    @Override
    public void print(Terminal terminal) {
        read.print(terminal);
        replay.warnings().forEach(note -> terminal.line(terminal.paint("! " + note, Terminal.Tone.CAREFUL)));
        terminal.line("");
        terminal.line("as recorded → with " + file);
        var table = ReplayScores.table();
        for (Member member : members()) {
            Score was = replay.recorded().getOrDefault(member, Score.NONE);
            Score is = replay.other().getOrDefault(member, Score.NONE);
            table.row(ReplayScores.row(member, column -> column.apply(was) + " → " + column.apply(is)));
        }
        table.print(terminal);
        terminal.line("");
        terminal.line(
                replay.differing() == 0
                        ? "nobody would have been answered differently"
                        : replay.differing() + (replay.differing() == 1 ? " time" : " times")
                                + " an endpoint would have been in or out when it was not:");
        for (WhatIf.Divergence each : replay.divergences()) {
            terminal.line("  " + each.from() + " to " + (each.to() == null ? "the end" : each.to()) + "  "
                    + each.member().service() + " " + each.member().endpoint() + ": recorded "
                    + (each.recordedIn() ? "in" : "out") + ", would have been " + (each.otherIn() ? "in" : "out"));
        }
        if (replay.differing() > replay.divergences().size()) {
            terminal.line("  and " + (replay.differing() - replay.divergences().size()) + " more");
        }
    }
}
