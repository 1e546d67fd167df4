package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Type;

/** The name server identifier, for those who ask. */
class Rfc5001Test {
    /** The configured identity, what the client sends ("none" for no option), and what it gets. */
    @ParameterizedTest
    @CsvSource({
        "node-1, '', 6e6f64652d31",
        "node-1, ff, 6e6f64652d31",
        "node-1, none, none",
        "'', '', none",
    })
    void section21(String identity, String sent, String told) {
        NodeIdentity node = NodeIdentity.of(Optional.of(identity));
        for (Transport transport : Transport.values()) {
            Ask ask = Ask.of(Shared.of(Ask.tables(SampleZones.decided()), node), transport);
            Message query = Ask.query(SampleZones.API, Type.A);
            Message response = ask.message(
                    sent.equals("none")
                            ? Ask.withOpt(query)
                            : Ask.withOpt(query, new NSIDOption(HexFormat.of().parseHex(sent))));
            List<EDNSOption> options = response.getOPT().getOptions(EDNSOption.Code.NSID);
            String seen = options.isEmpty()
                    ? "none"
                    : HexFormat.of().formatHex(options.getFirst().toWire()).substring(8);
            assertThat(seen).isEqualTo(told);
        }
    }
}
