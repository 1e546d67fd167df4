package io.failoverd.probes;

import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was made from certificates, kept for all checks that share them. Used from all event loops.
 *
 * @param <K> what makes a context another one
 * @param <C> the context
 */
final class ContextCache<K, C> {
    /** Distinct CA files in use; a reload with a renewed one leaves its predecessor behind. */
    private static final int MAX_CONTEXTS = 64;

    /** Makes a context. */
    interface Maker<K, C> {
        C make(K key) throws GeneralSecurityException;
    }

    private final Map<K, C> contexts = new LinkedHashMap<>(16, 0.75f, true);
    private final Maker<K, C> maker;
    private final Consumer<C> dropped;

    /** @param dropped told of a context that is kept no longer, while no other is in use */
    ContextCache(Maker<K, C> maker, Consumer<C> dropped) {
        this.maker = maker;
        this.dropped = dropped;
    }

    /**
     * Uses the context of a key, and makes it where there is none; one at a time.
     *
     * @throws GeneralSecurityException when it cannot be made; the next call tries again
     */
    synchronized <T> T with(K key, Function<C, T> use) throws GeneralSecurityException {
        C context = contexts.get(key);
        if (context == null) {
            context = maker.make(key);
            contexts.put(key, context);
            if (contexts.size() > MAX_CONTEXTS) {
                Iterator<C> eldest = contexts.values().iterator();
                C gone = eldest.next();
                eldest.remove();
                dropped.accept(gone);
            }
        }
        return use.apply(context);
    }
}
