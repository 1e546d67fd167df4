package io.failoverd.daemon.core.pool;

/** How the healthy endpoints share the answer. */
public sealed interface PoolPolicy {
    /** The word in the configuration and the status. */
    String word();

    /** Multi-active: every healthy endpoint answers. */
    record All() implements PoolPolicy {
        @Override
        public String word() {
            return "all";
        }
    }
}
