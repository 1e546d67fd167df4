package io.failoverd.daemon.keys;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key, read anew at each use. While it cannot be read, or is half written, the last one that could is used. Called by
 * publishers' threads, which may block.
 */
final class Reread<T> implements Supplier<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Reread.class);

    private final String what;
    private final Supplier<KeyRead<T>> source;
    private volatile T last;
    private volatile boolean readable = true;

    private Reread(String what, Supplier<KeyRead<T>> source, T first) {
        this.what = what;
        this.source = source;
        this.last = first;
    }

    /**
     * Reads it for the first time.
     *
     * @param what it is and where it is kept, for the log
     */
    static <T> KeyRead<Reread<T>> of(String what, Supplier<KeyRead<T>> source) {
        return source.get().map(first -> new Reread<>(what, source, first));
    }

    @Override
    public T get() {
        switch (source.get()) {
            case KeyRead.Usable<T> usable -> {
                last = usable.key();
                readable = true;
            }
            case KeyRead.Unusable<T> unusable -> {
                if (readable) {
                    readable = false;
                    LOG.warn("{}: {}; the one read before goes on being used", what, unusable.why());
                }
            }
        }
        return last;
    }
}
