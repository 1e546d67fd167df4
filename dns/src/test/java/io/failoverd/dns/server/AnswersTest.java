package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What services and static names answer, as record literals: question, type, and all that comes back. */
class AnswersTest extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of("a service", "api.gslb.example.com", "A", "NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30"),
            of("its other family", "api.gslb.example.com", "AAAA", "NOERROR aa" + NEGATIVE),
            of(
                    "both families",
                    "www.gslb.example.com",
                    "AAAA",
                    "NOERROR aa\nan www.gslb.example.com. 30 AAAA" + " 2001:db8:0:0:0:0:0:10"),
            of(
                    "static beside a service",
                    "www.gslb.example.com",
                    "TXT",
                    "NOERROR aa\nan www.gslb.example.com. 300" + " TXT \"beside the service\""),
            of("a service before its first decision", "late.gslb.example.com", "A", "SERVFAIL"),
            of("... but its other types are known", "late.gslb.example.com", "TXT", "NOERROR aa" + NEGATIVE),
            of("SOA", "gslb.example.com", "SOA", "NOERROR aa\nan gslb.example.com. 300" + SOA),
            of("static", "static.gslb.example.com", "A", "NOERROR aa\nan static.gslb.example.com. 300 A 192.0.2.9"),
            of("AXFR", "gslb.example.com", "AXFR", "REFUSED"),
            of("IXFR", "gslb.example.com", "IXFR", "REFUSED"),
            of("MAILB", "gslb.example.com", "MAILB", "NOTIMP"));

    @Test
    void everyAddressComesFirstForSomeClients() {
        Set<String> first = new HashSet<>();
        Set<String> viaAlias = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(firstAddress("www.gslb.example.com", 0));
            viaAlias.add(firstAddress("alias.gslb.example.com", 1));
        }
        assertThat(first).containsExactlyInAnyOrder("203.0.113.10", "203.0.113.20");
        assertThat(viaAlias).isEqualTo(first);
    }

    private static String firstAddress(String name, int index) {
        return UDP.message(name, Type.A).getSection(Section.ANSWER).get(index).rdataToString();
    }
}
