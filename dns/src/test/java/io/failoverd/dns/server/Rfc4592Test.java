package io.failoverd.dns.server;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Wildcards: what they make names for, and what stops them. */
class Rfc4592Test extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of(
                    "wildcard",
                    "x.y.wild.gslb.example.com",
                    "A",
                    "NOERROR aa\nan x.y.wild.gslb.example.com. 300 A" + " 192.0.2.77"),
            of("wildcard NODATA", "x.wild.gslb.example.com", "MX", "NOERROR aa" + NEGATIVE),
            of("a name beside the wildcard", "host.wild.gslb.example.com", "TXT", "NOERROR aa" + NEGATIVE),
            of("below a name beside the wildcard", "a.host.wild.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of(
                    "the wildcard itself",
                    "*.wild.gslb.example.com",
                    "A",
                    "NOERROR aa\nan *.wild.gslb.example.com. 300" + " A 192.0.2.77"),
            of("the wildcard's parent", "wild.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("empty non-terminal", "ent.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of(
                    "a wildcard service",
                    "t9.tenants.gslb.example.com",
                    "A",
                    "NOERROR aa\nan" + " t9.tenants.gslb.example.com. 30 A 203.0.113.40"),
            of("its other family", "t9.tenants.gslb.example.com", "AAAA", "NOERROR aa" + NEGATIVE),
            of("wildcard alias to a service", "q.toservice.gslb.example.com", "AAAA", """
                NOERROR aa
                an q.toservice.gslb.example.com. 300 CNAME www.gslb.example.com.
                an www.gslb.example.com. 30 AAAA 2001:db8:0:0:0:0:0:10\
                """));
}
