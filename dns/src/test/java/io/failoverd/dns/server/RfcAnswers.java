package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.Type;

/** A table {@code ANSWERS} of questions and all that comes back, asked over UDP and TCP. */
abstract class RfcAnswers {
    static final LocalDns DNS = SampleZones.decided();
    static final Ask UDP = Ask.udp(DNS);
    static final Ask TCP = Ask.tcp(DNS);
    static final String SOA = " SOA ns1.gslb.example.com. hostmaster.gslb.example.com. 1800000000 3600 600 86400 5";
    static final String NEGATIVE = "\nau gslb.example.com. 5" + SOA;

    static Arguments of(String what, String name, String type, String expected) {
        return Arguments.of(what, name, type, expected);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @FieldSource("ANSWERS")
    void answers(String what, String name, String type, String expected) {
        assertThat(UDP.text(name, Type.value(type))).as(what).isEqualTo(expected);
        assertThat(TCP.text(name, Type.value(type))).as(what + " over TCP").isEqualTo(expected);
    }
}
