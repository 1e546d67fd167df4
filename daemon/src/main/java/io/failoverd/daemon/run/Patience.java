package io.failoverd.daemon.run;

import io.failoverd.daemon.config.yaml.Durations;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a start or a stop waits for one of its parts, in the caller's thread. */
record Patience(Duration most) {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /**
     * Waits for what has to be done.
     *
     * @throws StartFailure when it is not done in time, which is then no longer waited for
     */
    <T> T await(String what, Future<T> future) throws StartFailure {
        try {
            return future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not " + what, e.getCause());
        } catch (TimeoutException _) {
            throw new StartFailure("could not " + what + " within " + Durations.format(most));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while trying to " + what);
        }
    }

    /** Waits for what may as well be done later: a busy machine is no reason to end. */
    void unlessLate(String what, Future<?> future) {
        try {
            await(what, future);
        } catch (StartFailure | IllegalStateException e) {
            LOG.warn("going on without: {}", e.getMessage());
        }
    }
}
