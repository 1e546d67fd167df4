package io.failoverd.daemon.admin;

import java.util.List;
import java.util.Map;

/**
 * What the DNS servers have counted since the start, in the words of the metrics' labels; each label comes from a
 * closed set.
 *
 * @param engine which UDP engine runs: a word for {@code failoverd_dns_engine_info}
 * @param responses by response code
 * @param limited UDP responses that were over the rate limit, by what became of them
 * @param cookies queries with a cookie, by what it was worth
 * @param dropped datagrams that got no answer
 * @param truncated answers that told the client to use TCP
 * @param malformed queries that could not be read
 * @param errors queries that met a bug
 */
public record DnsNumbers(
        String engine,
        List<Queries> queries,
        Map<String, Long> responses,
        Map<String, Long> limited,
        Map<String, Long> cookies,
        long dropped,
        long truncated,
        long malformed,
        long errors) {
    /** Answered queries of one type over one transport. */
    public record Queries(String type, String transport, long count) {}

    public DnsNumbers {
        queries = List.copyOf(queries);
        responses = Map.copyOf(responses);
        limited = Map.copyOf(limited);
        cookies = Map.copyOf(cookies);
    }
}
