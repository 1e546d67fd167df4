package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Who we are, in class CHAOS: only what the operator wants told. */
class Rfc4892Test {
    /** Identity and version as configured, the question, and what comes back. */
    @ParameterizedTest
    @CsvSource({
        "node-1, '', id.server, TXT, TXT node-1",
        "node-1, '', HOSTNAME.bind, TXT, TXT node-1",
        "node-1, '', version.bind, TXT, REFUSED",
        "node-1, '', version.server, TXT, REFUSED",
        "'', 9.18, version.bind, TXT, TXT 9.18",
        "'', 9.18, Version.Server, TXT, TXT 9.18",
        "'', 9.18, id.server, TXT, REFUSED",
        "'', 9.18, hostname.bind, TXT, REFUSED",
        "node-1, 9.18, authors.bind, TXT, REFUSED",
        "node-1, 9.18, id.server, A, REFUSED",
        "node-1, 9.18, id.server, ANY, REFUSED",
        "node-1, 9.18, www.gslb.example.com, TXT, REFUSED",
        "'a \\\"b', '', id.server, TXT, TXT \"a \\\\\\\"b\"",
    })
    void sections21And3(String identity, String version, String name, String type, String seen) throws IOException {
        NodeIdentity node = NodeIdentity.of(Optional.of(identity), Optional.of(version));
        for (Transport transport : Transport.values()) {
            Ask ask = Ask.of(Shared.of(Ask.tables(SampleZones.decided()), node), transport);
            Message query = new Message(1);
            query.addRecord(
                    Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.CH), Section.QUESTION);
            Message response = ask.message(query);
            assertThat(Ask.show(response))
                    .isEqualTo(seen.equals("REFUSED") ? seen : "NOERROR aa\nan " + name + ". 0 " + seen);
        }
    }
}
