package io.failoverd.dns.server;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Negative answers: the SOA that says for how long, with the smaller of its TTL and its minimum. */
class Rfc2308Test extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of("NXDOMAIN", "nothing.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of("apex NODATA", "gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("SOA below the apex", "static.gslb.example.com", "SOA", "NOERROR aa" + NEGATIVE),
            of("a service with no address", "empty.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of("other type at a service", "api.gslb.example.com", "MX", "NOERROR aa" + NEGATIVE),
            of("below a service", "x.api.gslb.example.com", "A", "NXDOMAIN aa" + NEGATIVE),
            of(
                    "the minimum, where the SOA's own TTL is longer",
                    "none.child.gslb.example.com",
                    "A",
                    "NXDOMAIN aa\n"
                            + "au child.gslb.example.com. 30 SOA ns1.gslb.example.com. hostmaster.example.com. 1800000000"
                            + " 2 3 4 30"),
            of(
                    "the SOA itself has its own TTL",
                    "child.gslb.example.com",
                    "SOA",
                    "NOERROR aa\n"
                            + "an child.gslb.example.com. 60 SOA ns1.gslb.example.com. hostmaster.example.com. 1800000000"
                            + " 2 3 4 30"));
}
