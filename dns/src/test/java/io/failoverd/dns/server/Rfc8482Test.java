package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.xbill.DNS.Type;

/** ANY: one record that says that there is no more, so that nobody is flooded with a name's whole content. */
class Rfc8482Test extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of(
                    "ANY",
                    "www.gslb.example.com",
                    "ANY",
                    "NOERROR aa\nan www.gslb.example.com. 3600 HINFO \"RFC8482\"" + " \"\""),
            of(
                    "ANY at an alias",
                    "alias.gslb.example.com",
                    "ANY",
                    "NOERROR aa\nan alias.gslb.example.com. 300" + " CNAME www.gslb.example.com."),
            of("ANY at nothing", "nothing.gslb.example.com", "ANY", "NXDOMAIN aa" + NEGATIVE),
            of("empty non-terminal, ANY", "b.ent.gslb.example.com", "ANY", "NOERROR aa" + NEGATIVE));

    @Test
    void section4TheAnswerIsShorterThanTheRecordsWouldBe() {
        byte[] query = Ask.query(SampleZones.MANY, Type.ANY).toWire();
        assertThat(UDP.raw(query)).hasSizeLessThan(2 * query.length);
    }
}
