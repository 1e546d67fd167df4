package io.failoverd.dns.server;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Domain names, section 4.3: authority, delegation with glue, and aliases inside the zone and across our zones. */
class Rfc1034Test extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of("alias to a service", "alias2.gslb.example.com", "AAAA", """
                NOERROR aa
                an alias2.gslb.example.com. 300 CNAME alias.gslb.example.com.
                an alias.gslb.example.com. 300 CNAME www.gslb.example.com.
                an www.gslb.example.com. 30 AAAA 2001:db8:0:0:0:0:0:10\
                """),
            of(
                    "alias asked for itself",
                    "alias.gslb.example.com",
                    "CNAME",
                    "NOERROR aa\nan alias.gslb.example.com." + " 300 CNAME www.gslb.example.com."),
            of(
                    "alias to NODATA",
                    "toempty.gslb.example.com",
                    "A",
                    "NOERROR aa\nan toempty.gslb.example.com. 300" + " CNAME empty.gslb.example.com." + NEGATIVE),
            of(
                    "alias to nothing",
                    "tonone.gslb.example.com",
                    "A",
                    "NXDOMAIN aa\nan tonone.gslb.example.com. 300" + " CNAME nothing.gslb.example.com." + NEGATIVE),
            of("alias to an undecided service", "tolate.gslb.example.com", "A", "SERVFAIL"),
            of(
                    "alias that leaves",
                    "away.gslb.example.com",
                    "A",
                    "NOERROR aa\nan away.gslb.example.com. 300 CNAME" + " www.elsewhere.org."),
            of("alias into another zone of ours", "tochild.gslb.example.com", "A", """
                NOERROR aa
                an tochild.gslb.example.com. 300 CNAME host.child.gslb.example.com.
                an host.child.gslb.example.com. 60 A 192.0.2.200\
                """),
            of(
                    "alias into a delegation",
                    "tosub.gslb.example.com",
                    "A",
                    "NOERROR aa\nan tosub.gslb.example.com. 300" + " CNAME host.sub.gslb.example.com."),
            of("alias loop", "loop1.gslb.example.com", "A", """
                NOERROR aa
                an loop1.gslb.example.com. 300 CNAME loop2.gslb.example.com.
                an loop2.gslb.example.com. 300 CNAME loop1.gslb.example.com.\
                """),
            of("referral", "host.sub.gslb.example.com", "A", """
                NOERROR
                au sub.gslb.example.com. 300 NS ns.sub.gslb.example.com.
                au sub.gslb.example.com. 300 NS ns.other.net.
                ad ns.sub.gslb.example.com. 300 A 198.51.100.53\
                """),
            of("glue is no answer", "ns.sub.gslb.example.com", "A", """
                NOERROR
                au sub.gslb.example.com. 300 NS ns.sub.gslb.example.com.
                au sub.gslb.example.com. 300 NS ns.other.net.
                ad ns.sub.gslb.example.com. 300 A 198.51.100.53\
                """),
            of(
                    "DS at the cut is ours",
                    "sub.gslb.example.com",
                    "DS",
                    "NOERROR aa\nan sub.gslb.example.com. 300 DS 1"
                            + " 13 2 0000000000000000000000000000000000000000000000000000000000000000"),
            of("outside", "www.example.com", "A", "REFUSED"),
            of("the root", ".", "NS", "REFUSED"),
            of("NS with glue", "gslb.example.com", "NS", """
                NOERROR aa
                an gslb.example.com. 300 NS ns1.gslb.example.com.
                an gslb.example.com. 300 NS ns2.gslb.example.com.
                an gslb.example.com. 300 NS ns.other.net.
                ad ns1.gslb.example.com. 300 A 198.51.100.1
                ad ns2.gslb.example.com. 300 A 198.51.100.2
                ad ns2.gslb.example.com. 300 AAAA 2001:db8:0:0:0:0:0:2\
                """),
            of(
                    "the longest zone wins",
                    "missing.child.gslb.example.com",
                    "A",
                    "NXDOMAIN aa\n"
                            + "au child.gslb.example.com. 30 SOA ns1.gslb.example.com. hostmaster.example.com. 1800000000"
                            + " 2 3 4 30"));
}
