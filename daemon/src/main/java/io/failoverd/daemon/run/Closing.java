package io.failoverd.daemon.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes parts down in the opposite order of their start; one that fails to stop is logged and stops no other. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    /** How a part is taken down. */
    interface Action<T> {
        void close(T part) throws StartFailure;
    }

    /** An action that knows its part. */
    private interface Bound {
        void close() throws StartFailure;
    }

    private record Part(String name, Bound action) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    <T> T add(String name, T part, Action<T> action) {
        parts.push(new Part(name, () -> action.close(part)));
        return part;
    }

    /** Takes over what {@code other} would have closed. */
    void takeOver(Closing other) {
        other.parts.descendingIterator().forEachRemaining(parts::push);
        other.parts.clear();
    }

    void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.action().close();
            } catch (StartFailure | RuntimeException e) {
                LOG.warn("{} did not stop cleanly: {}", part.name(), e.toString());
            }
        }
    }
}
