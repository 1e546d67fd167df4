package io.failoverd.dns.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The counters of one server thread, which alone writes them; anyone may read and sum. */
final class Tally {
    private final Transport transport;
    private final Counters<QueryType> types = new Counters<>(QueryType.class);
    private final Counters<ResponseCode> codes = new Counters<>(ResponseCode.class);
    private final Counters<LimitedResponse> limited = new Counters<>(LimitedResponse.class);
    private final Counters<CookieVerdict> cookies = new Counters<>(CookieVerdict.class);
    private final Counter dropped = new Counter();
    private final Counter broken = new Counter();
    private final Counter truncated = new Counter();
    private final Counter errors = new Counter();

    Tally(Transport transport) {
        this.transport = transport;
    }

    Transport transport() {
        return transport;
    }

    void answered(QueryType type, ResponseCode code) {
        types.increment(type);
        codes.increment(code);
    }

    void limited(LimitedResponse how) {
        limited.increment(how);
    }

    void cookie(CookieVerdict verdict) {
        cookies.increment(verdict);
    }

    void dropped() {
        dropped.increment();
    }

    /** What was malformed and has no answer with a code of its own. */
    void malformed() {
        broken.increment();
    }

    void truncated() {
        truncated.increment();
    }

    void error() {
        errors.increment();
    }

    static QueryCounts sum(Collection<Tally> tallies) {
        Map<Transport, Long> transports = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            transports.put(
                    transport,
                    tallies.stream()
                            .filter(t -> t.transport == transport)
                            .mapToLong(t -> t.codes.sum())
                            .sum());
        }
        return new QueryCounts(
                byConstant(QueryType.class, tallies, t -> t.types),
                byConstant(
                        QueryType.class,
                        tallies.stream()
                                .filter(t -> t.transport == Transport.TCP)
                                .toList(),
                        t -> t.types),
                byConstant(ResponseCode.class, tallies, t -> t.codes),
                transports,
                byConstant(LimitedResponse.class, tallies, t -> t.limited),
                byConstant(CookieVerdict.class, tallies, t -> t.cookies),
                total(tallies, t -> t.dropped.get()),
                total(tallies, t -> t.broken.get() + t.codes.get(ResponseCode.FORMERR)),
                total(tallies, t -> t.truncated.get()),
                total(tallies, t -> t.errors.get()));
    }

    private static <E extends Enum<E>> Map<E, Long> byConstant(
            Class<E> kind, Collection<Tally> tallies, Function<Tally, Counters<E>> counters) {
        Map<E, Long> sums = new EnumMap<>(kind);
        for (E constant : kind.getEnumConstants()) {
            sums.put(constant, total(tallies, t -> counters.apply(t).get(constant)));
        }
        return sums;
    }

    private static long total(Collection<Tally> tallies, ToLongFunction<Tally> count) {
        return tallies.stream().mapToLong(count).sum();
    }
}
