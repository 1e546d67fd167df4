package io.failoverd.daemon.demo.cloud.actions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the API can be asked. */
public final class Catalogue {
    private static final Map<String, Operation> ALL = all();

    private Catalogue() {}

    private static Map<String, Operation> all() {
        var all = new TreeMap<String, Operation>();
        Stream.of(RecordReads.OPERATIONS, RecordWrites.OPERATIONS, Weights.OPERATIONS)
                .flatMap(List::stream)
                .forEach(each -> all.put(each.name(), each));
        Stream.of(DnsGtmReads.OPERATIONS, DnsGtmWrites.OPERATIONS, CloudGtmReads.OPERATIONS, CloudGtmWrites.OPERATIONS)
                .flatMap(List::stream)
                .forEach(each -> all.put(each.name(), each));
        return all;
    }

    public static @Nullable Operation find(String action) {
        return ALL.get(action);
    }

    public static List<Operation> operations() {
        return List.copyOf(ALL.values());
    }
}
