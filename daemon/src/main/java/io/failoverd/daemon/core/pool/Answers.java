package io.failoverd.daemon.core.pool;

import io.failoverd.dns.model.Selection;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the clients of a service get.
 *
 * @param common for a client of no known region, and for one whose region is not in {@code byRegion}
 * @param byRegion by client region; empty unless the policy is regional
 * @param addresses every address that some client may get, each once, in the configuration's order
 */
public record Answers(Selection common, SortedMap<String, Selection> byRegion, List<InetAddress> addresses) {
    /** NODATA for everybody. */
    public static final Answers NONE = all(List.of());

    public Answers {
        byRegion = Collections.unmodifiableSortedMap(new TreeMap<>(byRegion));
        addresses = List.copyOf(addresses);
    }

    /** Everybody gets each of them. */
    public static Answers all(List<InetAddress> addresses) {
        return new Answers(Selection.all(addresses), Collections.emptySortedMap(), addresses);
    }

    /** What a client of that region gets. */
    public Selection of(String clientRegion) {
        return byRegion.getOrDefault(clientRegion, common);
    }
}
