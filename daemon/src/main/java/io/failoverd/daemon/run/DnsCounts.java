package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.DnsNumbers;
import io.failoverd.dns.server.CookieVerdict;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.dns.server.QueryCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The DNS server's counters in the words of the metrics' labels. */
final class DnsCounts {
    private DnsCounts() {}

    static DnsNumbers of(LocalDns dns) {
        QueryCounts counts = dns.counts();
        List<DnsNumbers.Queries> queries = new ArrayList<>();
        counts.byType().forEach((type, count) -> {
            long tcp = counts.byTypeOverTcp().getOrDefault(type, 0L);
            queries.add(new DnsNumbers.Queries(type.name(), "udp", count - tcp));
            queries.add(new DnsNumbers.Queries(type.name(), "tcp", tcp));
        });
        Map<String, Long> responses = new LinkedHashMap<>();
        counts.byCode().forEach((code, count) -> responses.put(code.name(), count));
        Map<String, Long> limited = new LinkedHashMap<>();
        counts.limited().forEach((how, count) -> limited.put(word(how), count));
        Map<String, Long> cookies = new LinkedHashMap<>();
        counts.cookies().forEach((verdict, count) -> cookies.put(word(verdict), count));
        cookies.remove(word(CookieVerdict.NONE));
        return new DnsNumbers(
                dns.engine(),
                queries,
                responses,
                limited,
                cookies,
                counts.dropped(),
                counts.truncated(),
                counts.malformed(),
                counts.errors());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
