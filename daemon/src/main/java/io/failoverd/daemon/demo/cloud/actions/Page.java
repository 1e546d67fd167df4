package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The part of a list that was asked for. Pages count from 1; one beyond the last is empty. */
record Page(int number, int size) {
    static final int DEFAULT_SIZE = 20;

    /** [?] which code a size beyond the most is refused with. */
    static Page of(ApiCall call, int most) throws Refusal {
        int number = call.number("PageNumber", 1);
        int size = call.number("PageSize", DEFAULT_SIZE);
        if (number < 1) {
            throw Refusal.invalid("PageNumber");
        }
        if (size < 1 || size > most) {
            throw Refusal.invalid("PageSize");
        }
        return new Page(number, size);
    }

    private JsonArray part(List<JsonObject> all) {
        int from = (int) Math.min((long) (number - 1) * size, all.size());
        return new JsonArray(List.copyOf(all.subList(from, Math.min(from + size, all.size()))));
    }

    /** Alidns: {@code {"TotalCount":2,"DomainRecords":{"Record":[…]}}}. */
    JsonObject counted(String wrapper, String element, List<JsonObject> all) {
        return new JsonObject()
                .put("TotalCount", all.size())
                .put("PageNumber", number)
                .put("PageSize", size)
                .put(wrapper, new JsonObject().put(element, part(all)));
    }

    /** GTM: {@code {"TotalItems":2,"TotalPages":1,"AddrPools":{"AddrPool":[…]}}}. */
    JsonObject paged(String wrapper, String element, List<JsonObject> all) {
        return totals(all.size()).put(wrapper, new JsonObject().put(element, part(all)));
    }

    /** The one list of GTM that has no wrapper. */
    JsonObject bare(String name, List<JsonObject> all) {
        return totals(all.size()).put(name, part(all));
    }

    private JsonObject totals(int items) {
        return new JsonObject()
                .put("TotalItems", items)
                .put("TotalPages", (items + size - 1) / size)
                .put("PageNumber", number)
                .put("PageSize", size);
    }
}
