package io.failoverd.probes.exec;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import java.util.List;

/** What an exit code says of an endpoint. Pure. */
final class ExitExpectation {
    /** The first lines that say something stand in the detail. */
    private static final int LINES = 3;

    private static final int CHARACTERS = 200;

    /** A shell's, and env's, for a program that it cannot run; the first of the two is for one that is not executable. */
    private static final int CANNOT_EXECUTE = 126;

    private static final int NOT_FOUND = 127;

    /** The monitoring plugins' word for "I do not know". */
    private static final int UNKNOWN = 3;

    /** The JDK's way, and a shell's, to say which signal ended a process. */
    private static final int SIGNALS = 128;

    private static final int LAST_SIGNAL = 64;

    private ExitExpectation() {}

    static ProbeResult judged(int code, String output) {
        String said = said(output);
        String text = "exit " + code + (said.isEmpty() ? "" : ": " + said);
        if (code > SIGNALS && code <= SIGNALS + LAST_SIGNAL) {
            return ours("the program was killed by signal " + (code - SIGNALS) + (said.isEmpty() ? "" : ": " + said));
        }
        return switch (code) {
            case 0 -> new ProbeResult.Up(text);
            case 1 -> new ProbeResult.Degraded(FailureReason.EXEC_DEGRADED, text);
            case 2 -> new ProbeResult.Down(FailureReason.EXEC_DOWN, text);
            case UNKNOWN -> ours("the program does not know, " + text);
            case CANNOT_EXECUTE, NOT_FOUND -> ours("the program could not run another one, " + text);
            default ->
                new ProbeResult.Down(FailureReason.EXEC_EXIT, "neither 0 (up), 1 (degraded) nor 2 (down), " + text);
        };
    }

    static ProbeResult ours(String detail) {
        return new ProbeResult.Inconclusive(FailureReason.LOCAL_PROGRAM, detail);
    }

    /** One line of what it wrote: it may be anything. */
    static String said(String output) {
        List<String> lines = output.lines()
                .map(line -> line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\x{FFFD}]", " ")
                        .strip())
                .filter(line -> !line.isEmpty())
                .limit(LINES)
                .toList();
        String text = String.join(" / ", lines);
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "…";
    }
}
