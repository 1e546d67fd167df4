package io.failoverd.dns.server;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.provider.Arguments;

/** DNAME: the name is redirected, unless it is the DNAME's own or gets too long. */
class Rfc6672Test extends RfcAnswers {
    /** As long as a name in the zone can be: with a longer end it is none. */
    private static final String LONG = ("a".repeat(62) + ".").repeat(3) + "b".repeat(38) + ".";

    /** As many aliases as are followed. */
    private static final String ROUND = IntStream.rangeClosed(0, 8)
            .mapToObj(i -> "an x." + "and.".repeat(i) + "round.gslb.example.com. 300 CNAME x." + "and.".repeat(i + 1)
                    + "round.gslb.example.com.")
            .collect(Collectors.joining("\n"));

    static final List<Arguments> ANSWERS = List.of(
            of("DNAME", "x.old.gslb.example.com", "A", """
                NOERROR aa
                an old.gslb.example.com. 300 DNAME new.gslb.example.com.
                an x.old.gslb.example.com. 300 CNAME x.new.gslb.example.com.
                an x.new.gslb.example.com. 300 A 192.0.2.31\
                """),
            of("the DNAME's own name is not redirected", "old.gslb.example.com", "A", "NOERROR aa" + NEGATIVE),
            of(
                    "asked for itself",
                    "old.gslb.example.com",
                    "DNAME",
                    "NOERROR aa\nan old.gslb.example.com. 300 DNAME new.gslb.example.com."),
            of(
                    "section 3.2: asked for the CNAME, the one that was made is the answer",
                    "x.old.gslb.example.com",
                    "CNAME",
                    """
                NOERROR aa
                an old.gslb.example.com. 300 DNAME new.gslb.example.com.
                an x.old.gslb.example.com. 300 CNAME x.new.gslb.example.com.\
                """),
            of(
                    "section 3.2: a DNAME that leads below itself stands in the answer once",
                    "x.round.gslb.example.com",
                    "A",
                    """
                NOERROR aa
                an round.gslb.example.com. 300 DNAME and.round.gslb.example.com.
                """ + ROUND),
            of("to a name that is not there", "y.old.gslb.example.com", "A", """
                        NXDOMAIN aa
                        an old.gslb.example.com. 300 DNAME new.gslb.example.com.
                        an y.old.gslb.example.com. 300 CNAME y.new.gslb.example.com.\
                        """ + NEGATIVE),
            of("too long", LONG + "longer.gslb.example.com", "A", """
                YXDOMAIN aa
                an longer.gslb.example.com. 300 DNAME a-target-that-is-longer.gslb.example.com.\
                """));
}
