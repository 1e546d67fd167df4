package io.failoverd.daemon.run;

/** The daemon cannot run; the message says why and what to do, for the operator. Nothing is left open. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    public StartFailure(String message) {
        super(message);
    }
}
