package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/**
 * NXDOMAIN: there is nothing underneath. So a zone of ours inside another exists in that, delegated or not, and so does
 * what lies between; a resolver that minimises names (RFC 9156) asks for it on its way.
 */
class Rfc8020Test {
    private static final String OUTER = """
        $TTL 300
        @    SOA ns hostmaster 1 2 3 4 5
             NS  ns
        ns   A   192.0.2.53
        *    A   192.0.2.1
        *.c  A   192.0.2.2
        """;
    private static final String INNER = """
        $TTL 60
        @ SOA ns.example.com. hostmaster 1 2 3 4 7
          NS  ns.example.com.
        x A   192.0.2.3
        """;

    private static Ask server() {
        List<ZoneSpec> specs = List.of(
                new ZoneSpec("example.com", new ZoneSpec.MasterFile("outer", OUTER)),
                new ZoneSpec("a.b.example.com", new ZoneSpec.MasterFile("inner", INNER)),
                new ZoneSpec("d.c.a.b.example.com", new ZoneSpec.MasterFile("innermost", INNER)),
                new ZoneSpec("e.c.example.com", new ZoneSpec.MasterFile("beside", INNER)));
        LoadResult.Loaded loaded = (LoadResult.Loaded) LocalDns.load(specs, List.of("s.a.b.example.com"));
        return Ask.udp(LocalDns.open(loaded.zones(), ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED));
    }

    /** The response code, and the zone whose SOA says so, or the answer. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "between two zones, b.example.com, A, NOERROR, example.com.",
        "between two zones, c.a.b.example.com, NS, NOERROR, a.b.example.com.",
        "the encloser of a wildcard and of a zone, c.example.com, TXT, NOERROR, example.com.",
        "the wildcard of a higher encloser, x.b.example.com, A, NXDOMAIN, example.com.",
        "the wildcard of a name between, x.c.example.com, A, NOERROR, 192.0.2.2",
        "the wildcard, x.example.com, A, NOERROR, 192.0.2.1",
        "DS of the inner zone is asked of the outer one, a.b.example.com, DS, NOERROR, example.com.",
        "as of the innermost, d.c.a.b.example.com, DS, NOERROR, a.b.example.com.",
        "DS of the outermost, example.com, DS, NOERROR, example.com.",
        "the inner apex, a.b.example.com, A, NOERROR, a.b.example.com.",
        "in the inner zone, x.a.b.example.com, A, NOERROR, 192.0.2.3",
        "not in the inner zone, y.a.b.example.com, A, NXDOMAIN, a.b.example.com.",
        "in the innermost, x.d.c.a.b.example.com, A, NOERROR, 192.0.2.3",
        "beside a wildcard, y.e.c.example.com, A, NXDOMAIN, e.c.example.com."
    })
    void whatLiesBetweenExists(String what, String name, String type, String rcode, String shown) {
        String[] lines = server().text(name, Type.value(type)).split("\n");
        assertThat(lines).as(what).hasSize(2);
        assertThat(lines[0]).as(what).isEqualTo(rcode + " aa");
        boolean answer = Character.isDigit(shown.charAt(0));
        assertThat(lines[1]).as(what).startsWith("a" + (answer ? "n " + name : "u " + shown));
        assertThat(lines[1]).as(what).contains(answer ? " A " + shown : " SOA ");
    }
}
