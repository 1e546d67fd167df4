package io.failoverd.daemon.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints. Colour only on a terminal that wants it (NO_COLOR, TERM), and never alone: words say the
 * same.
 */
record Terminal(PrintWriter out, PrintWriter err, boolean colour) {
    /** How bad something is. */
    enum Tone {
        PLAIN(""),
        GOOD("\u001B[32m"),
        CAREFUL("\u001B[33m"),
        BAD("\u001B[31;1m"),
        STRONG("\u001B[1m");

        private final String start;

        Tone(String start) {
            this.start = start;
        }
    }

    private static final String RESET = "\u001B[0m";

    static Terminal of(CommandSpec spec) {
        return new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled());
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void error(String text) {
        err.println("failoverd: " + printable(text));
        err.flush();
    }

    String paint(String text, Tone tone) {
        String safe = printable(text);
        return colour && tone != Tone.PLAIN ? tone.start + safe + RESET : safe;
    }

    /** What somebody else wrote must not steer the terminal. */
    static String printable(String text) {
        return text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n')
                ? text.replaceAll("[\\p{Cc}&&[^\\n]]", "?")
                : text;
    }

    /** A command's output is its answer; what the libraries log is not. */
    void silenceLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }
}
