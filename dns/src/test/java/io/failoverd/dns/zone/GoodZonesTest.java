package io.failoverd.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What people write in zone files and may. */
class GoodZonesTest {
    private static final String FILE = """
            \uFEFF; a comment first\r
            $TTL 1h
            $ORIGIN com.
            example  IN SOA ns1.example.com. host\\.master.example.com. ( ; over
                     2026112201 ; some lines (with a comment)
                     1h 10m 2w 30 )
                     IN 300 NS ns1.example
            $ORIGIN example.com.
            ns1      600 IN A 198.51.100.1
                     300 IN A 198.51.100.2
                     300 IN A 198.51.100.2
            text     TXT ( "semicolon ; and (parenthesis"
                           "second" )
            $GENERATE 1-3 host$ A 192.0.2.$
            svc      TXT "a service may have other types"
            svc      MX 10 ns1
            @        NS svc
            UPPER    A 192.0.2.99""";

    private final Zone zone = zone();

    private static Zone zone() {
        LoadResult result = ZoneLoader.load(
                List.of(new ZoneSpec("example.com.", new ZoneSpec.MasterFile("z", FILE))), List.of("SVC.example.com"));
        return switch (result) {
            case LoadResult.Loaded loaded -> loaded.zones().zones().getFirst();
            case LoadResult.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private List<String> found(String name, int type) {
        return zone.lookup(Name.fromConstantString(name), type) instanceof Lookup.Found found
                ? found.records().stream().map(GoodZonesTest::text).toList()
                : List.of();
    }

    private static String text(Record record) {
        return record.getTTL() + " " + record.rdataToString();
    }

    @Test
    void isUnderstood() {
        assertThat(text(zone.soa(5)))
                .isEqualTo("3600 ns1.example.com. host\\.master.example.com. 5 3600 600 1209600 30");
        assertThat(zone.negativeSoa(5).getTTL()).isEqualTo(30);
        assertThat(found("host3.example.com.", Type.A)).containsExactly("3600 192.0.2.3");
        assertThat(found("upper.example.com.", Type.A)).containsExactly("3600 192.0.2.99");
        assertThat(found("text.example.com.", Type.TXT))
                .containsExactly("3600 \"semicolon ; and (parenthesis\" second");
        assertThat(found("svc.example.com.", Type.MX)).containsExactly("3600 10 ns1.example.com.");
        assertThat(zone.lookup(Name.fromConstantString("svc.example.com."), Type.A))
                .isEqualTo(new Lookup.Dynamic(Name.fromConstantString("svc.example.com.")));
    }

    @Test
    void recordsOfOneSetHaveOneTtlAndNoDoubles() {
        assertThat(found("ns1.example.com.", Type.A)).containsExactly("300 198.51.100.1", "300 198.51.100.2");
    }

    @Test
    void theLongestZoneIsFoundWhateverTheOrder() {
        String child = "$TTL 5\n@ SOA ns.other.net. h.other.net. 1 2 3 4 5\n@ NS ns.other.net.\n";
        List<ZoneSpec> specs = List.of(
                new ZoneSpec("b.example.com", new ZoneSpec.MasterFile("b", child)),
                new ZoneSpec("example.com", new ZoneSpec.MasterFile("e", child)),
                new ZoneSpec("a.b.example.com", new ZoneSpec.MasterFile("a", child)));
        LoadResult.Loaded loaded = (LoadResult.Loaded) ZoneLoader.load(specs, List.of("x.a.b.example.com"));
        assertThat(loaded.zones().zones())
                .extracting(z -> z.origin().toString(true))
                .containsExactly("a.b.example.com", "b.example.com", "example.com");
        Zone nearest = loaded.zones().zoneOf(Name.fromConstantString("x.a.b.example.com."));
        assertThat(nearest).isSameAs(loaded.zones().zones().getFirst());
    }
}
