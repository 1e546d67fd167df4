package io.failoverd.dns.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The counters of one server thread, which alone writes them; anyone may read and sum. */
final class Tally {
    private final Transport transport;
    private final Map<QueryType, Counter> types = counters(QueryType.class);
    private final Map<ResponseCode, Counter> codes = counters(ResponseCode.class);
    private final Map<LimitedResponse, Counter> limited = counters(LimitedResponse.class);
    private final Map<CookieVerdict, Counter> cookies = counters(CookieVerdict.class);
    private final Counter answered = new Counter();
    private final Counter dropped = new Counter();
    private final Counter malformed = new Counter();
    private final Counter truncated = new Counter();
    private final Counter errors = new Counter();

    Tally(Transport transport) {
        this.transport = transport;
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> kind) {
        Map<E, Counter> counters = new EnumMap<>(kind);
        for (E constant : kind.getEnumConstants()) {
            counters.put(constant, new Counter());
        }
        return counters;
    }

    Transport transport() {
        return transport;
    }

    void answered(QueryType type, ResponseCode code) {
        increment(types.get(type));
        increment(codes.get(code));
        answered.increment();
        if (code == ResponseCode.FORMERR) {
            malformed.increment();
        }
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    void limited(LimitedResponse how) {
        increment(limited.get(how));
    }

    void cookie(CookieVerdict verdict) {
        increment(cookies.get(verdict));
    }

    void dropped() {
        dropped.increment();
    }

    void malformed() {
        malformed.increment();
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
                            .mapToLong(t -> t.answered.get())
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
                total(tallies, t -> t.dropped),
                total(tallies, t -> t.malformed),
                total(tallies, t -> t.truncated),
                total(tallies, t -> t.errors));
    }

    private static <E extends Enum<E>> Map<E, Long> byConstant(
            Class<E> kind, Collection<Tally> tallies, Function<Tally, Map<E, Counter>> counters) {
        Map<E, Long> sums = new EnumMap<>(kind);
        for (E constant : kind.getEnumConstants()) {
            sums.put(constant, 0L);
        }
        for (Tally tally : tallies) {
            counters.apply(tally).forEach((constant, counter) -> sums.merge(constant, counter.get(), Long::sum));
        }
        return sums;
    }

    private static long total(Collection<Tally> tallies, Function<Tally, Counter> counter) {
        return tallies.stream().mapToLong(t -> counter.apply(t).get()).sum();
    }
}
