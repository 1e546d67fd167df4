package io.failoverd.dns.server;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The zones that the tests of answers share. */
final class SampleZones {
    static final Instant LOADED = Instant.ofEpochSecond(1_800_000_000);

    static final String WWW = "www.gslb.example.com";
    static final String API = "api.gslb.example.com";
    static final String LATE = "late.gslb.example.com";
    static final String EMPTY = "empty.gslb.example.com";
    static final String MANY = "many.gslb.example.com";
    static final String WILD = "*.tenants.gslb.example.com";

    static final List<String> SERVICES = List.of(WWW, API, LATE, EMPTY, MANY, WILD);

    static final String GSLB = """
            $TTL 300
            @        IN SOA ns1 hostmaster 7 3600 600 86400 5
                     IN NS  ns1
                     IN NS  ns2
                     IN NS  ns.other.net.
            ns1      A      198.51.100.1
            ns2      A      198.51.100.2
                     AAAA   2001:db8::2
            static   A      192.0.2.9
            txt      TXT    "hello world" "again"
            www      TXT    "beside the service"
            alias    CNAME  www
            alias2   CNAME  alias
            tolate   CNAME  late
            toempty  CNAME  empty
            tonone   CNAME  nothing
            away     CNAME  www.elsewhere.org.
            tochild  CNAME  host.child
            tosub    CNAME  host.sub
            loop1    CNAME  loop2
            loop2    CNAME  loop1
            *.wild   A      192.0.2.77
                     TXT    "wild"
            host.wild A     192.0.2.78
            *.toservice CNAME www
            a.b.ent  A      192.0.2.5
            sub      NS     ns.sub
                     NS     ns.other.net.
                     DS     1 13 2 0000000000000000000000000000000000000000000000000000000000000000
            ns.sub   A      198.51.100.53
            old      DNAME  new
            x.new    A      192.0.2.31
            round    DNAME  and.round
            longer   DNAME  a-target-that-is-longer
            mx       MX     10 static
            srv      SRV    1 2 443 static
            unknown  TYPE65400 \\# 3 010203
            https    HTTPS  1 . alpn=h2
            """;

    static final String CHILD = """
            $TTL 60
            @    SOA ns1.gslb.example.com. hostmaster.example.com. 1 2 3 4 30
                 NS  ns1.gslb.example.com.
            host A   192.0.2.200
            """;

    private SampleZones() {}

    static ZoneSet zones() {
        LoadResult result = LocalDns.load(
                List.of(
                        new ZoneSpec("gslb.example.com", new ZoneSpec.MasterFile("gslb.zone", GSLB)),
                        new ZoneSpec("child.gslb.example.com.", new ZoneSpec.MasterFile("child.zone", CHILD))),
                SERVICES);
        return switch (result) {
            case LoadResult.Loaded loaded -> loaded.zones();
            case LoadResult.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    /** A server without sockets, in which all services but {@link #LATE} have been decided. */
    static LocalDns decided() {
        return decided(ClientRegions.NONE, Explanations.NONE);
    }

    static LocalDns decided(ClientRegions clients, Explanations explanations) {
        LocalDns dns = LocalDns.open(zones(), clients, explanations, LOADED);
        publish(dns, WWW, 1, "203.0.113.10", "203.0.113.20", "2001:db8::10");
        publish(dns, API, 1, "203.0.113.30");
        publish(dns, EMPTY, 1);
        publish(dns, WILD, 1, "203.0.113.40");
        List<String> many = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            many.add("203.0.113." + i);
        }
        publish(dns, MANY, 1, many.toArray(String[]::new));
        return dns;
    }

    static void publish(LocalDns dns, String name, long generation, String... addresses) {
        dns.publisher().publish(desired(name, generation, LOADED, addresses));
    }

    static DesiredRecords desired(String name, long generation, Instant changedAt, String... addresses) {
        List<InetAddress> parsed =
                List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        return DesiredRecords.of(name, generation, Duration.ofSeconds(30), parsed, changedAt);
    }
}
