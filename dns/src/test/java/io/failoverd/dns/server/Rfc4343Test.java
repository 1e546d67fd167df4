package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Case: it does not count, and it comes back as it was sent. */
class Rfc4343Test {
    private static final Ask ASK = Ask.udp(SampleZones.decided());
    private static final String ZONE = "0467736c62 076578616d706c65 03636f6d 00";

    @Test
    void section41TheQuestionComesBackAsItWasSent() throws IOException {
        for (String name : List.of(
                "wWw.gSlB.ExAmPlE.cOm.",
                "StAtIc.gslb.Example.COM.",
                "NOTHING.gslb.example.com.",
                "T1.Tenants.GSLB.example.com.",
                "X.Wild.gslb.example.com.",
                "API.example.ORG.")) {
            Message query = Ask.query(name, Type.A);
            Message response = ASK.message(query);
            assertThat(response.getQuestion().getName().toString()).isEqualTo(name);
            assertThat(response.getHeader().getID()).isEqualTo(4711);
            assertThat(response.getHeader().getFlag(Flags.RD)).isTrue();
            assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
            response.getSection(Section.ANSWER)
                    .forEach(record -> assertThat(record.getName().toString()).isEqualTo(name));
            query.getHeader().unsetFlag(Flags.RD);
            assertThat(ASK.message(query).getHeader().getFlag(Flags.RD)).isFalse();
        }
    }

    /** Names as octets, and their answer: only the 26 letters have two cases, and labels end where they end. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a service, 03 617069, NOERROR aa",
        "in capitals, 03 415049, NOERROR aa",
        "with the high bit set, 03 e15049, NXDOMAIN aa",
        "the octet before A is no letter, 03 407069, NXDOMAIN aa",
        "bracket and brace are not one letter, 03 5b7069, NXDOMAIN aa",
        "a dot inside a label, 08 6170692e67736c62, NXDOMAIN aa",
        "a label that holds a length octet, 05 0361706900, NXDOMAIN aa",
        "two labels that look like one, 01 61 02 7069, NXDOMAIN aa",
        "octets of value 0, 03 000000, NXDOMAIN aa",
        "an asterisk is a label like others, 01 2a 07 74656e616e7473, NOERROR aa",
        "an empty non-terminal in capitals, 01 42 03 454e54, NOERROR aa",
    })
    void section2LabelsAreOctets(String what, String labels, String shown) throws IOException {
        String question = (labels + ZONE).replace(" ", "");
        byte[] query = HexFormat.of().parseHex("126700000001000000000000" + question + "00010001");
        byte[] response = ASK.raw(query);
        assertThat(HexFormat.of().formatHex(response).substring(24)).as(what).startsWith(question);
        assertThat(Ask.show(new Message(response)).lines().findFirst()).as(what).contains(shown);
    }
}
