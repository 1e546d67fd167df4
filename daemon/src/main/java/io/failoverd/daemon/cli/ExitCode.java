package io.failoverd.daemon.cli;

/** What a command ends with; a contract for scripts. */
final class ExitCode {
    static final int GOOD = 0;

    /** The thing asked about is bad: a config with errors, a target that is down, a service that does not exist. */
    static final int BAD = 1;

    /** The command was not understood. The same as picocli's. */
    static final int USAGE = 2;

    /** The daemon cannot be reached. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
