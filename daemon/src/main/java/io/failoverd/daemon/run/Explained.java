package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.ExplainJson;
import io.failoverd.daemon.core.World;
import io.failoverd.dns.answer.Explanations;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Why the endpoints of a service are in or out, for those who ask over DNS. Called by the threads that answer queries;
 * looks at the immutable world, so the sentences are never older than the answer. Until {@link #from} and while switched
 * off, there is no such name.
 */
final class Explained implements Explanations {
    private volatile Supplier<Optional<World>> world = Optional::empty;
    private volatile boolean on;

    /** From now on the world is known. */
    void from(Supplier<World> known) {
        world = () -> Optional.of(known.get());
    }

    /** Whether anybody may ask. */
    void switched(boolean allowed) {
        on = allowed;
    }

    @Override
    public Optional<List<String>> of(String service) {
        return on ? world.get().flatMap(known -> known.service(service)).map(ExplainJson::summaries) : Optional.empty();
    }
}
