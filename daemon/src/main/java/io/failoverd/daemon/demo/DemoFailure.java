package io.failoverd.daemon.demo;

/** A step was not seen; the message names it and what was seen instead. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1;

    DemoFailure(String message) {
        super(message);
    }
}
