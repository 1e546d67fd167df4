package io.failoverd.daemon.config.yaml;

import java.util.List;

/**
 * The keys of one kind of map.
 *
 * @param of what the map describes, for messages: {@code a service}
 * @param served the keys that are read
 * @param later keys of the contract that this version does not serve yet: refused, and never mistaken for a typo
 */
public record Keys(String of, List<String> served, List<String> later) {
    public Keys {
        served = List.copyOf(served);
        later = List.copyOf(later);
    }

    public static Keys of(String of, String... served) {
        return new Keys(of, List.of(served), List.of());
    }

    public Keys later(String... later) {
        return new Keys(of, served, List.of(later));
    }
}
