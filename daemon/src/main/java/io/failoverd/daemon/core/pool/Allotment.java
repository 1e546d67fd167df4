package io.failoverd.daemon.core.pool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one eligible endpoint is given, and why. A share is that of the answers of the endpoint's address family: a
 * client asks for one family at a time.
 *
 * @param common its share for clients of no known region
 * @param byRegion its share by client region; empty unless the policy is regional
 */
public record Allotment(String endpoint, Share common, SortedMap<String, Share> byRegion, Reason reason) {
    public Allotment {
        byRegion = Collections.unmodifiableSortedMap(new TreeMap<>(byRegion));
    }

    /** Whether any client gets it. */
    public boolean answers() {
        return !common.isZero() || byRegion.values().stream().anyMatch(share -> !share.isZero());
    }
}
