package io.failoverd.daemon.cli;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;

/** How far a replay has come: one line that is written anew, on a terminal and nowhere else. */
final class ReplayProgress {
    private static final long EVERY_STEPS = 50_000;
    private static final Duration FIRST_AFTER = Duration.ofSeconds(2);
    private static final String CLEAR = "\r\u001B[K";

    private final Terminal terminal;
    private final long all;
    private final boolean shown;
    private final long begun = System.nanoTime();
    private long done;
    private boolean drawn;

    private ReplayProgress(Terminal terminal, long all, boolean shown) {
        this.terminal = terminal;
        this.all = all;
        this.shown = shown;
    }

    static ReplayProgress on(Terminal terminal, long all) {
        return new ReplayProgress(
                terminal,
                all,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }

    void step() {
        done++;
        if (shown && done % EVERY_STEPS == 0 && System.nanoTime() - begun > FIRST_AFTER.toNanos()) {
            drawn = true;
            terminal.err().print(CLEAR + done + " of " + all + " steps (" + done * 100 / Math.max(1, all) + " %)");
            terminal.err().flush();
        }
    }

    void end() {
        if (drawn) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
