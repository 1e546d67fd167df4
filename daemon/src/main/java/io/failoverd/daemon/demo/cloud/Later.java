package io.failoverd.daemon.demo.cloud;

import java.time.Duration;

/** Runs something after a while, on any thread. */
@FunctionalInterface
public interface Later {
    void run(Duration after, Runnable what);
}
