package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Domain names on the wire, section 4.1. */
class Rfc1035Test {
    private static final Ask ASK = Ask.udp(SampleZones.decided());
    private static final String ZONE = "0467736c62076578616d706c6503636f6d00";

    /** What the question's name is made of, and the response code. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "4.1.2 a name, 03617069 + zone, NOERROR",
        "3.1 the root, 00, REFUSED",
        "2.3.4 a label of 63 octets, 3f + 61 x 63 + zone, NXDOMAIN",
        "2.3.4 a label of 64 octets, 40 + 61 x 64 + zone, FORMERR",
        "2.3.4 a name of 255 octets, 0161 x 118 + zone + padded, NXDOMAIN",
        "2.3.4 a name of 256 octets, 0161 x 119 + zone, FORMERR",
        "4.1.4 a pointer to itself, c00c, FORMERR",
        "4.1.4 a pointer into the header, c000, FORMERR",
        "4.1.4 a label and a pointer, 03617069c00c, FORMERR",
        "4.1.4 a reserved label type, 8161 + zone, FORMERR",
        "RFC 6891 5 an extended label, 4101 + zone, FORMERR",
        "4.1.2 cut off in a label, 0a6170, FORMERR",
        "4.1.2 no end, 03617069, FORMERR",
    })
    void section41TheQuestionsName(String what, String name, String rcode) throws IOException {
        String hex = name.contains("x 118") ? "0261" + "61" + "0161".repeat(117) + ZONE : hex(name);
        byte[] query = HexFormat.of().parseHex("126700000001000000000000" + hex + "00010001");
        Message response = new Message(ASK.raw(query));
        assertThat(Ask.show(response).lines().findFirst().orElse("").split(" ", 2)[0])
                .as("%s, %d octets", what, hex.length() / 2)
                .isEqualTo(rcode);
    }

    private static String hex(String parts) {
        StringBuilder hex = new StringBuilder();
        for (String part : parts.split(" \\+ ", -1)) {
            String[] times = part.split(" x ", -1);
            hex.append(part.equals("zone") ? ZONE : times[0].repeat(times.length > 1 ? Integer.parseInt(times[1]) : 1));
        }
        return hex.toString();
    }

    @Test
    void section414OwnerNamesPointAtTheQuestion() {
        byte[] response = ASK.raw(Ask.query(SampleZones.API, Type.A).toWire());
        int question = 12 + SampleZones.API.length() + 2 + 4;
        assertThat(HexFormat.of().formatHex(response, question, response.length))
                .isEqualTo("c00c" + "0001" + "0001" + "0000001e" + "0004" + "cb00711e");
    }

    @Test
    void section411WhatAQueryHasBesidesItsQuestionIsSteppedOver() {
        assertThat(ASK.text(SampleZones.API, Type.A)).startsWith("NOERROR");
        byte[] query = HexFormat.of()
                .parseHex("126701000001000000010001" + "03617069" + ZONE + "00010001"
                        + "c00c0006000100000000" + "0002abcd"
                        + "00002904d0000000000000");
        assertThat(ASK.raw(query)).startsWith(0x12, 0x67, 0x85, 0x00);
    }
}
