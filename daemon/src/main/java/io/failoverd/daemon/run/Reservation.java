package io.failoverd.daemon.run;

import io.failoverd.daemon.journal.StateStore;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations that a run may use, at its start. */
final class Reservation {
    private static final Logger LOG = LoggerFactory.getLogger(Reservation.class);

    /** A disk that works answers in milliseconds. */
    private static final long DISK_PATIENCE_SECONDS = 3;

    private Reservation() {}

    /**
     * Whether the disk took the reservation. A disk that does not answer must not keep the name server down: it starts
     * from a number that no earlier run can have used, the time in milliseconds, and the store goes on trying.
     */
    static boolean taken(StateStore store, long through) {
        try {
            store.reserveGenerations(through).toCompletableFuture().get(DISK_PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException _) {
            LOG.error("the disk did not take a reservation of generations within {} s", DISK_PATIENCE_SECONDS);
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reservation never fails", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
