package io.failoverd.dns.zone;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A zone as the operator wrote it, not yet checked.
 *
 * @param name the zone's name, with or without a trailing dot
 */
public record ZoneSpec(String name, Content content) {
    /** Where the zone's static records come from. */
    public sealed interface Content {
        /** What a problem calls this content: a path, or the place in the config. */
        String source();
    }

    /**
     * A master file that has already been read.
     *
     * @param source the path as the operator wrote it
     */
    public record MasterFile(String source, String text) implements Content {}

    /**
     * A zone without a file.
     *
     * @param source what problems call it, for example {@code zone gslb.example.com}
     * @param ns each name server with its addresses (glue), which are empty for one outside the zone; keeps its order
     */
    public record Inline(String source, Map<String, List<InetAddress>> ns, SoaSpec soa) implements Content {
        public Inline {
            Map<String, List<InetAddress>> copy = new LinkedHashMap<>();
            ns.forEach((name, addresses) -> copy.put(name, List.copyOf(addresses)));
            ns = Collections.unmodifiableMap(copy);
        }
    }
}
