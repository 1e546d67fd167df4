package io.failoverd.dns.server;

import java.util.Map;

/**
 * What was asked and answered since the start, over all threads. Every enum constant has an entry.
 *
 * @param byType questions by type, for every query that was answered
 * @param byTypeOverTcp those of them that came over TCP
 * @param byCode answers by response code
 * @param byTransport queries that were answered
 * @param limited UDP responses that were over the rate limit
 * @param cookies queries by what their cookie says; those without one are not counted
 * @param dropped datagrams without an answer: too short, responses, sent from port 0
 * @param malformed queries that could not be read (answered FORMERR) and broken TCP framing
 * @param truncated answers that did not fit and told the client to use TCP
 * @param errors queries that met a bug (answered SERVFAIL), and answers that the network did not take
 */
public record QueryCounts(
        Map<QueryType, Long> byType,
        Map<QueryType, Long> byTypeOverTcp,
        Map<ResponseCode, Long> byCode,
        Map<Transport, Long> byTransport,
        Map<LimitedResponse, Long> limited,
        Map<CookieVerdict, Long> cookies,
        long dropped,
        long malformed,
        long truncated,
        long errors) {
    public QueryCounts {
        byType = Map.copyOf(byType);
        byTypeOverTcp = Map.copyOf(byTypeOverTcp);
        byCode = Map.copyOf(byCode);
        byTransport = Map.copyOf(byTransport);
        limited = Map.copyOf(limited);
        cookies = Map.copyOf(cookies);
    }

    public long answered() {
        return byTransport.values().stream().mapToLong(Long::longValue).sum();
    }
}
