package io.failoverd.daemon.sim;

import java.util.function.Supplier;

/** Holds a promise against what happened. It is asked a million times, so its words are made only when it is broken. */
final class Promise {
    private Promise() {}

    static void that(boolean kept, Supplier<String> broken) {
        if (!kept) {
            throw new AssertionError(broken.get());
        }
    }
}
