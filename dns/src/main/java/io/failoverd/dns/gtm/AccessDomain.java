package io.failoverd.dns.gtm;

import java.util.List;
import java.util.Set;

/**
 * An access domain of GTM 3.0 as it was read.
 *
 * @param pools the ids of all its pools
 * @param disabled the families whose configuration is switched off: GTM answers none of their addresses
 */
record AccessDomain(List<String> pools, Set<Family> disabled) {
    AccessDomain {
        pools = List.copyOf(pools);
        disabled = Set.copyOf(disabled);
    }
}
