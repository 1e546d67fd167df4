package io.failoverd.daemon.core;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Endpoints of a service that a configuration calls by another name. What is known belongs to the address, of which a
 * service has each but once: so names may be swapped, or given to others, and nothing is mixed up.
 *
 * @param before the old name of each by its new one
 */
record Renames(Map<String, String> before) {
    Renames {
        before = Map.copyOf(before);
    }

    /** @param known the endpoints so far */
    static Renames of(ServicePlan plan, Collection<ReconfiguredAlerts.Known> known) {
        Map<InetAddress, String> names = new HashMap<>();
        known.forEach(each -> names.put(each.address(), each.endpoint()));
        Map<String, String> before = new HashMap<>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            String old = names.get(endpoint.address());
            if (old != null && !old.equals(endpoint.name())) {
                before.put(endpoint.name(), old);
            }
        }
        return new Renames(before);
    }

    boolean none() {
        return before.isEmpty();
    }

    /** What an endpoint was called; empty for one whose name belonged to another that goes on elsewhere. */
    Optional<String> before(String name) {
        return Optional.ofNullable(before.get(name)).or(() -> Optional.of(name).filter(same -> !goesOn(same)));
    }

    /** What an endpoint is called now; empty where its name was given to another, and it is gone. */
    Optional<String> after(String old) {
        return before.entrySet().stream()
                .filter(rename -> rename.getValue().equals(old))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> Optional.of(old).filter(same -> !before.containsKey(same)));
    }

    Set<String> after(Set<String> old) {
        return old.stream().flatMap(name -> after(name).stream()).collect(Collectors.toSet());
    }

    /** Whether something goes on under another name that was called so. */
    boolean goesOn(String old) {
        return before.containsValue(old);
    }

    /** Whether the name is another's now. */
    boolean given(String name) {
        return before.containsKey(name);
    }
}
