package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.AliyunAccess;
import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.AliyunAccess.Endpoint;
import io.failoverd.daemon.config.Destination;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.daemon.config.PublisherTarget.Alidns;
import io.failoverd.daemon.config.PublisherTarget.Gtm2;
import io.failoverd.daemon.config.PublisherTarget.Gtm3;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.Unsettled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of its addresses a name leaves to GTM's own checks, whatever else keeps it after a reload. */
class GivenUpTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("203.0.113.10");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::10");
    private static final ManagedName NAME =
            new ManagedName("www.example.com", "gtm", List.of(FOUR, SIX), Duration.ZERO);
    private static final ManagedName OTHER = new ManagedName("shop.example.com", "gtm", List.of(FOUR), Duration.ZERO);
    private static final String CENTRAL = "alidns.aliyuncs.com";
    private static final String REGIONAL = "alidns.cn-hangzhou.aliyuncs.com";
    private static final String VPC = "alidns-vpc.cn-hangzhou.aliyuncs.com";

    private static AliyunAccess access(String host) {
        return new AliyunAccess(
                new Endpoint(host, true),
                new AccessReference.RamRole(null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)));
    }

    private static PublisherTarget gtm2(String host, String... pools) {
        return new Gtm2(access(host), "gtm-2", List.of(pools), Control.SMART, true, null, List.of(), 5);
    }

    private static PublisherTarget gtm3(String host, @Nullable String instance, String... pools) {
        return new Gtm3(
                access(host), instance, List.of(pools), Control.SMART, Gtm3.TakeOut.MANUAL, true, null, List.of(), 5);
    }

    private static PublisherSettings of(PublisherTarget target, ManagedName name) {
        return new PublisherSettings("gtm", target, List.of(name), Duration.ZERO, false);
    }

    private static TargetRecord record(InetAddress address, String id) {
        return new TargetRecord(address, true, OptionalInt.empty(), Duration.ZERO, id);
    }

    static Stream<Arguments> reloads() {
        PublisherTarget two = gtm2(CENTRAL, "four", "six");
        PublisherTarget three = gtm3(CENTRAL, "gtm-3");
        PublisherTarget alidns = new Alidns(access(CENTRAL), "default", List.of(), 5);
        return Stream.of(
                Arguments.of("2.0 is gone", two, List.of(), Set.of(FOUR, SIX)),
                Arguments.of("2.0 goes on", two, List.of(of(two, NAME)), Set.of()),
                Arguments.of("2.0 by a region", two, List.of(of(gtm2(REGIONAL, "six", "four"), NAME)), Set.of()),
                Arguments.of("2.0 of other pools", two, List.of(of(gtm2(CENTRAL, "a", "b"), NAME)), Set.of(FOUR, SIX)),
                Arguments.of("2.0 of IPv4 alone", two, List.of(of(gtm2(CENTRAL, "four"), NAME)), Set.of(SIX)),
                Arguments.of("2.0 for another name", two, List.of(of(two, OTHER)), Set.of()),
                Arguments.of("from 2.0 to Alidns", two, List.of(of(alidns, NAME)), Set.of(FOUR, SIX)),
                Arguments.of("3.0 is gone", three, List.of(), Set.of(FOUR, SIX)),
                Arguments.of("3.0 by its pool", three, List.of(of(gtm3(VPC, null, "pool"), NAME)), Set.of()),
                Arguments.of("3.0 shares an address", three, List.of(of(three, OTHER)), Set.of(SIX)),
                Arguments.of("from 3.0 to 2.0", three, List.of(of(two, NAME)), Set.of(FOUR, SIX)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reloads")
    void whatNobodyWritesAnyMoreIsHandedBack(
            String what, PublisherTarget before, List<PublisherSettings> after, Set<InetAddress> handedBack) {
        var given = given(before, Map.of());
        assertThat(handedBack(given, after)).as(what).isEqualTo(handedBack);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reloads")
    void whatSomebodyWantsOutStaysOut(
            String what, PublisherTarget before, List<PublisherSettings> after, Set<InetAddress> handedBack) {
        var given = given(before, Map.of(NAME.name(), Set.of(FOUR)));
        assertThat(handedBack(given, after)).as(what).doesNotContain(FOUR).isSubsetOf(handedBack);
    }

    private static GivenUp given(PublisherTarget before, Map<String, Set<InetAddress>> out) {
        return new GivenUp(
                of(before, NAME),
                () -> {
                    throw new AssertionError("nothing is called");
                },
                true,
                List.of(NAME),
                Map.of(NAME.name(), new RecordSet(NAME.name(), List.of(record(FOUR, "four"), record(SIX, "six")))),
                Unsettled.NONE,
                out);
    }

    private static Set<InetAddress> handedBack(GivenUp given, List<PublisherSettings> after) {
        var kept = new LinkedHashSet<Destination>();
        after.forEach(each -> kept.addAll(Destination.of(each)));
        var all = new LinkedHashSet<InetAddress>();
        given.toHandBack(kept).forEach((name, stay) -> {
            all.addAll(name.addresses());
            all.removeAll(stay);
        });
        return all;
    }
}
