package io.failoverd.daemon.core;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Endpoints of a service that a configuration calls by another name: the address stays, the old name is gone, and the new
 * one is new. All that is known of such an endpoint goes on.
 *
 * @param before the old name of each by its new one
 */
record Renames(Map<String, String> before) {
    Renames {
        before = Map.copyOf(before);
    }

    /** @param known the endpoints so far, in an order that does not change from run to run */
    static Renames of(ServicePlan plan, Map<String, InetAddress> known) {
        Map<String, InetAddress> left = new LinkedHashMap<>(known);
        plan.endpoints().forEach(endpoint -> left.remove(endpoint.name()));
        Map<String, String> before = new HashMap<>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            if (!known.containsKey(endpoint.name())) {
                left.entrySet().stream()
                        .filter(old -> old.getValue().equals(endpoint.address()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .ifPresent(old -> {
                            left.remove(old);
                            before.put(endpoint.name(), old);
                        });
            }
        }
        return new Renames(before);
    }

    boolean none() {
        return before.isEmpty();
    }

    /** What an endpoint was called; its name where that did not change. */
    String before(String name) {
        return before.getOrDefault(name, name);
    }

    /** What an endpoint is called now; its name where that did not change. */
    String after(String old) {
        return before.entrySet().stream()
                .filter(rename -> rename.getValue().equals(old))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(old);
    }

    Set<String> after(Set<String> old) {
        return old.stream().map(this::after).collect(Collectors.toSet());
    }

    /** Whether something goes on that was called so. */
    boolean goesOn(String old) {
        return before.containsValue(old);
    }
}
