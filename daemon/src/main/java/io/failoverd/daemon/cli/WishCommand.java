package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.Surroundings;
import io.failoverd.daemon.config.yaml.Durations;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** A command that asks a running daemon for a change, and prints the sentence that it answers. */
abstract class WishCommand extends AdminCommand {
    /** The daemon takes no longer one. */
    private static final int MAX_BY = 100;

    final ParameterException usage(String text) {
        return new ParameterException(spec().commandLine(), text);
    }

    final void putLength(JsonObject body, @Nullable String length) {
        if (length != null) {
            if (Durations.parse(length) == null) {
                throw usage("--for: " + length + " is no duration; " + Durations.HOW);
            }
            body.put("for", length);
        }
    }

    static void putNote(JsonObject body, @Nullable String note) {
        if (note != null) {
            body.put("note", note);
        }
    }

    /** Who sits here, as this machine knows it. */
    static String by() {
        String who = System.getProperty("user.name", "somebody") + "@"
                + Surroundings.ofThisMachine().hostName();
        return who.substring(0, Math.min(MAX_BY, who.length()));
    }

    @Override
    final int judge(JsonObject answer) {
        return ExitCode.GOOD;
    }

    @Override
    final int print(JsonObject answer, Terminal terminal) {
        terminal.line(Terminal.printable(answer.getString("text", "")));
        return ExitCode.GOOD;
    }
}
