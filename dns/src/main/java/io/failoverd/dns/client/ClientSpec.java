package io.failoverd.dns.client;

import java.nio.file.Path;
import java.util.List;

/**
 * All client regions as the operator wrote them.
 *
 * @param databases MaxMind-format files; where two know a place of the same kind, the first one is believed
 */
public record ClientSpec(List<ClientRegion> regions, List<Path> databases) {
    /** No client regions. */
    public static final ClientSpec NONE = new ClientSpec(List.of(), List.of());

    public ClientSpec {
        regions = List.copyOf(regions);
        databases = List.copyOf(databases);
    }
}
