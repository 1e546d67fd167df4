package io.failoverd.daemon.e2e;

/** Signals to processes that a test started itself. */
final class Signal {
    private Signal() {}

    /** {@code name} without SIG; returns the exit code of kill. */
    static int send(String name, Process process) throws Exception {
        return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
