package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.watch.Question;
import io.failoverd.daemon.watch.Seen;
import io.failoverd.daemon.watch.WatchPlan;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a server, for the watch of answers; with sockets in {@code WatchAnswerTest} and {@code PublishTest}. */
class AnswerSourceTest {
    private static final String NAME = "www.gslb.test";
    private static final long AWAITED = 1007;
    private static final ZoneSet ZONES = zones();

    private static ZoneSet zones() {
        return switch (LocalDns.load(List.of(), Set.of())) {
            case LoadResult.Loaded loaded -> loaded.zones();
            case LoadResult.Rejected rejected -> throw new AssertionError(rejected.problems());
        };
    }

    private static Seen authoritative(String name, long published, long verified) {
        var status = new NameStatus(
                name,
                Duration.ofSeconds(5),
                AWAITED,
                published,
                verified,
                "asking",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                RecordDiff.NONE,
                Optional.empty());
        var publisher = new PublisherStatus("bind", true, 0, List.of(status));
        var dns = LocalDns.open(ZONES, ClientRegions.NONE, new Explained(), Instant.EPOCH);
        return new AnswerSource(dns, () -> List.of(publisher)).ask(question(WatchPlan.AUTHORITATIVE), Map.of());
    }

    private static Question question(String server) {
        return new Question(NAME, AWAITED, server, true, false);
    }

    /** Our own server, which does not listen here, is asked once all targets follow. */
    @ParameterizedTest
    @CsvSource({
        "www.gslb.test, 1007, 1007, true",
        "www.gslb.test, 1008, 1008, true",
        "www.gslb.test, 1007, 1006, false",
        "www.gslb.test, 1007, 0,    true",
        "www.gslb.test, 1006, 0,    false",
        "api.gslb.test, 1006, 1006, true",
    })
    void aTargetFollowsWhenItsNameServersWereSeenToOrItWasReadBackWhereItHasNone(
            String name, long published, long verified, boolean follows) {
        assertThat(authoritative(name, published, verified))
                .isEqualTo(
                        follows
                                ? new Seen.Silent("our own server does not listen yet")
                                : new Seen.Behind("waits for publisher bind (asking)"));
    }

    @Test
    void aResolverThatIsGoneOrWasTakenAwayIsSilent() throws Exception {
        var source =
                new AnswerSource(LocalDns.open(ZONES, ClientRegions.NONE, new Explained(), Instant.EPOCH), List::of);
        assertThat(source.ask(question("8.8.8.8"), Map.of()))
                .isEqualTo(new Seen.Silent("it is not configured any more"));
        int port;
        try (var unused = new java.net.DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            port = unused.getLocalPort();
        }
        Map<String, InetSocketAddress> gone =
                Map.of("gone", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        assertThat(source.ask(question("gone"), gone))
                .isEqualTo(new Seen.Silent("127.0.0.1, port " + port + ": nobody listens"));
    }
}
