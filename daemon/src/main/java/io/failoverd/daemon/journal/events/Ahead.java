package io.failoverd.daemon.journal.events;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What one thread makes and another takes, in order. The maker has a thread of its own and works ahead as far as there
 * is room; one other thread calls the methods. Once it is closed the maker has ended, and all that it did can be seen.
 */
public final class Ahead<T> implements AutoCloseable {
    /** Leaves what it makes with somebody, piece by piece. */
    public interface Maker<T> {
        void make(Room<T> room) throws Exception;
    }

    /** Where the pieces go. */
    public interface Room<T> {
        /** Waits while it is full; whether the piece, and so any other, is still wanted. */
        boolean put(T piece);
    }

    /** In the queue: a piece, or the end and what led to it. */
    private record Made<T>(@Nullable T piece, @Nullable Throwable failure) {}

    private final BlockingQueue<Made<T>> queue;
    private final Thread thread;
    private boolean ended;

    /**
     * Begins at once.
     *
     * @param name of the thread
     * @param room pieces that may wait to be taken
     */
    public Ahead(String name, int room, Maker<T> maker) {
        queue = new ArrayBlockingQueue<>(room);
        thread = Thread.ofPlatform().daemon().name(name).start(() -> run(maker));
    }

    private void run(Maker<T> maker) {
        Throwable failure = null;
        try {
            maker.make(piece -> put(new Made<>(piece, null)));
        } catch (Exception | Error e) { // whatever it is: the taker must not wait for ever
            failure = e;
        }
        put(new Made<>(null, failure));
    }

    private boolean put(Made<T> made) {
        try {
            queue.put(made);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // by close
            return false;
        }
    }

    /**
     * The next piece; null once there is none.
     *
     * @throws ExecutionException with the maker's failure, after what it made before that
     */
    public @Nullable T next() throws ExecutionException {
        if (ended) {
            return null;
        }
        Made<T> made;
        try {
            made = queue.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + thread.getName());
        }
        if (made.failure() != null) {
            throw new ExecutionException(made.failure());
        }
        ended = made.piece() == null;
        return made.piece();
    }

    /** Tells the maker that no more is wanted, and waits until it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
