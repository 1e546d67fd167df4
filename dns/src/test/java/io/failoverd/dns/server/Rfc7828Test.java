package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TcpKeepaliveOption;
import org.xbill.DNS.Type;

/** How long a TCP connection may stay open, told to clients that ask. */
class Rfc7828Test {
    private final LocalDns dns = SampleZones.decided();

    /** Over what, the octets of the client's option ("none" without one), response code, and our time in seconds. */
    @ParameterizedTest(name = "{0}, {1} octets")
    @CsvSource({
        "TCP, none, NOERROR, none",
        "TCP, 0, NOERROR, 30",
        "TCP, 2, FORMERR, none",
        "TCP, 1, FORMERR, none",
        "UDP, none, NOERROR, none",
        "UDP, 0, NOERROR, none",
        "UDP, 2, NOERROR, none",
    })
    void section32(Transport transport, String octets, String rcode, String seconds) {
        Ask ask = transport == Transport.TCP ? Ask.tcp(dns) : Ask.udp(dns);
        Message query = Ask.query(SampleZones.API, Type.A);
        Message response = ask.message(
                octets.equals("none")
                        ? Ask.withOpt(query)
                        : Ask.withOpt(
                                query,
                                new GenericEDNSOption(
                                        EDNSOption.Code.TCP_KEEPALIVE, new byte[Integer.parseInt(octets)])));
        assertThat(Rcode.string(response.getRcode())).isEqualTo(rcode);
        assertThat(told(response)).isEqualTo(seconds);
    }

    private static String told(Message response) {
        OPTRecord opt = response.getOPT();
        List<EDNSOption> options = opt == null ? List.of() : opt.getOptions(EDNSOption.Code.TCP_KEEPALIVE);
        return options.stream()
                .map(TcpKeepaliveOption.class::cast)
                .map(option -> option.getTimeout().isPresent()
                        ? String.valueOf(option.getTimeout().getAsInt() / 10)
                        : "empty")
                .findFirst()
                .orElse("none");
    }
}
