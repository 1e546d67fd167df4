package io.failoverd.dns.publish;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher that gives names up leaves to whoever takes them over at the same place: the writes that may yet come to
 * pass, and the addresses that it had brought there. Good among publishers of the same {@link Surroundings}, whose clock
 * it is told by. Immutable.
 */
public final class Unsettled {
    /** Of nothing that was ever kept. */
    public static final Unsettled NONE = new Unsettled(Map.of());

    /**
     * Of one name.
     *
     * @param ledger is not written to any more
     * @param ours addresses that are ours until they are off
     */
    record Name(Ledger ledger, Set<InetAddress> ours) {}

    private final Map<String, Name> names;

    Unsettled(Map<String, Name> names) {
        this.names = Map.copyOf(names);
    }

    @Nullable
    Name of(String service) {
        return names.get(service);
    }

    /** That of some services only. */
    public Unsettled only(Predicate<String> services) {
        var some = new LinkedHashMap<>(names);
        some.keySet().removeIf(services.negate());
        return new Unsettled(some);
    }

    /** Both; of a name that both know, what {@code more} says. */
    public Unsettled and(Unsettled more) {
        var all = new LinkedHashMap<>(names);
        all.putAll(more.names);
        return new Unsettled(all);
    }
}
