package io.failoverd.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.failoverd.dns.contract.PublisherContract;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.WantedRecords;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.WriteOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What holds of the provider by itself, over each real server. */
abstract class PeerContract extends PublisherContract {
    private static final InetAddress A = PeerStage.ADDRESSES.get(0);
    private static final InetAddress B = PeerStage.ADDRESSES.get(1);
    private static final InetAddress SIX = PeerStage.ADDRESSES.get(2);

    protected abstract Peer primary();

    /** What the server answers to a key that is unknown, has a wrong secret, a late clock, no right; and to none. */
    protected abstract Map<String, String> refusals();

    @Override
    protected Stage stage() throws IOException {
        return new PeerStage(primary(), List.of(primary().address()));
    }

    private PeerStage holding(InetAddress... addresses) throws IOException {
        var stage = new PeerStage(primary(), List.of());
        stage.hold(List.of(addresses));
        return stage;
    }

    private static Call call(boolean maySend) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        return new Call() {
            @Override
            public Duration remaining() {
                return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            }

            @Override
            public boolean maySend() {
                return maySend;
            }

            @Override
            public boolean rediscover() {
                return false;
            }
        };
    }

    private static RecordSet read(UpdateProvider provider) {
        Reading reading = provider.read(PeerStage.WWW, call(false));
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known) reading).records();
    }

    private static WriteOutcome write(UpdateProvider provider, RecordSet held, Duration ttl, InetAddress... wanted) {
        var weights = new LinkedHashMap<InetAddress, Integer>();
        List.of(wanted).forEach(each -> weights.put(each, 1));
        List<Change> changes = RecordDiff.between(
                        held, new WantedRecords(weights, ttl), new LinkedHashSet<>(PeerStage.ADDRESSES), 0)
                .changes();
        return provider.write(PeerStage.WWW, held, changes, call(true));
    }

    private static WriteOutcome write(UpdateProvider provider, RecordSet held, InetAddress... wanted) {
        return write(provider, held, Duration.ofSeconds(30), wanted);
    }

    private UpdateProvider with(InetSocketAddress server, UpdateSettings.Transport transport, Optional<TsigKey> key) {
        return new UpdateProvider(new UpdateSettings(server, transport, () -> key, List.of(), 100));
    }

    private UpdateProvider with(TsigKey key) {
        return with(primary().address(), UpdateSettings.Transport.TCP, Optional.of(key));
    }

    private static Failure failure(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
        return ((WriteOutcome.Failed) outcome).failure();
    }

    @Test
    void of_two_writers_that_read_the_same_the_second_is_refused() throws Exception {
        try (PeerStage stage = holding(A, B)) {
            var one = (UpdateProvider) stage.provider();
            UpdateProvider other = with(TsigKey.of("tester", "hmac-sha256", Peer.SECRET));
            RecordSet held = read(one);
            assertThat(write(other, held, A)).isInstanceOf(WriteOutcome.Acknowledged.class);
            Failure refused = failure(write(one, held, B));
            assertThat(refused.kind()).as("%s", refused).isEqualTo(FailureClass.CHANGED);
            assertThat(stage.enabled()).containsExactly(A);
        }
    }

    @Test
    void a_record_that_came_in_the_other_family_is_noticed_too() throws Exception {
        try (PeerStage stage = holding(A, B)) {
            var provider = (UpdateProvider) stage.provider();
            RecordSet held = read(provider);
            stage.hold(List.of(A, B, SIX));
            assertThat(failure(write(provider, held, A)).kind()).isEqualTo(FailureClass.CHANGED);
            assertThat(stage.enabled()).containsExactlyInAnyOrder(A, B, SIX);
        }
    }

    @Test
    void nothing_is_sent_once_it_is_not_wanted_any_more() throws Exception {
        try (PeerStage stage = holding(A, B)) {
            var provider = (UpdateProvider) stage.provider();
            RecordSet held = read(provider);
            var remove = new Change.Disable(held.of(A).orElseThrow());
            assertThat(provider.write(PeerStage.WWW, held, List.of(remove), call(false)))
                    .isInstanceOf(WriteOutcome.NotSent.class);
            assertThat(stage.link().updates()).isZero();
        }
    }

    @Test
    void a_ttl_is_changed_for_all_addresses_at_once() throws Exception {
        try (PeerStage stage = holding(A, B)) {
            stage.hold(List.of(A, B), Duration.ofMinutes(5));
            var provider = (UpdateProvider) stage.provider();
            assertThat(write(provider, read(provider), Duration.ofSeconds(20), A, B, SIX))
                    .isInstanceOf(WriteOutcome.Acknowledged.class);
            assertThat(stage.records()).hasSize(3).allMatch(record -> record.getTTL() == 20);
            assertThat(read(provider).records()).allMatch(record -> record.ttl().equals(Duration.ofSeconds(20)));
        }
    }

    @Test
    void a_datagram_does_as_well() throws Exception {
        try (PeerStage stage = holding(A)) {
            TsigKey key = TsigKey.of(Peer.KEY, "hmac-sha256", Peer.SECRET);
            UpdateProvider provider = with(primary().address(), UpdateSettings.Transport.UDP, Optional.of(key));
            assertThat(write(provider, read(provider), B, SIX)).isInstanceOf(WriteOutcome.Acknowledged.class);
            assertThat(stage.enabled()).containsExactlyInAnyOrder(B, SIX);
        }
    }

    @Test
    void a_key_that_is_unknown_or_wrong_or_late_or_powerless_needs_a_person() throws Exception {
        String other = "b3RoZXIgc2VjcmV0LCBhbHNvIGxvbmcgZW5vdWdoIGZvciBpdA==";
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (PeerStage stage = holding(A, B)) {
            RecordSet held = read((UpdateProvider) stage.provider());
            var codes = new LinkedHashMap<String, String>();
            codes.put("unknown", needsPerson(with(TsigKey.of("stranger", "hmac-sha256", Peer.SECRET)), held));
            codes.put("wrong", needsPerson(with(TsigKey.of(Peer.KEY, "hmac-sha256", other)), held));
            codes.put("late", needsPerson(with(TsigKey.of(Peer.KEY, "hmac-sha256", Peer.SECRET, wrong)), held));
            codes.put("powerless", needsPerson(with(TsigKey.of("powerless", "hmac-sha256", Peer.SECRET)), held));
            codes.put(
                    "none",
                    needsPerson(with(primary().address(), UpdateSettings.Transport.TCP, Optional.empty()), held));
            assertThat(stage.enabled()).containsExactlyInAnyOrder(A, B);
            assertThat(codes).isEqualTo(refusals());
        }
    }

    private static String needsPerson(UpdateProvider provider, RecordSet held) {
        Failure failure = failure(write(provider, held, A));
        assertThat(failure.kind().needsPerson()).as("%s", failure).isTrue();
        return failure.code();
    }

    @Test
    void what_is_no_record_set_is_unknown_and_never_empty() throws Exception {
        try (PeerStage stage = holding(A)) {
            var provider = (UpdateProvider) stage.provider();
            var alias = new ManagedName("alias." + Peer.ZONE, Peer.ZONE, PeerStage.ADDRESSES, Duration.ZERO);
            var elsewhere = new ManagedName("www.example.org", "example.org", PeerStage.ADDRESSES, Duration.ZERO);
            var absent = new ManagedName("absent." + Peer.ZONE, Peer.ZONE, PeerStage.ADDRESSES, Duration.ZERO);
            assertThat(provider.read(alias, call(false))).isInstanceOf(Reading.Unknown.class);
            assertThat(provider.read(elsewhere, call(false))).isInstanceOf(Reading.Unknown.class);
            assertThat(provider.read(absent, call(false)))
                    .isEqualTo(new Reading.Known(new RecordSet(absent.name(), List.of())));
            UpdateProvider nobody = with(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Peer.freePort()),
                    UpdateSettings.Transport.TCP,
                    Optional.empty());
            assertThat(nobody.read(absent, call(false)))
                    .isInstanceOfSatisfying(
                            Reading.Unknown.class,
                            unknown -> assertThat(unknown.why().kind()).isEqualTo(FailureClass.TRANSIENT));
        }
    }

    @Test
    void the_secret_is_in_no_text() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        List<Logger> loggers = Stream.of("org.xbill.DNS", "io.failoverd.dns")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        for (Logger each : loggers) {
            each.addAppender(log);
            each.setAdditive(false);
            each.setLevel(Level.TRACE);
        }
        var text = new StringBuilder();
        try (PeerStage stage = holding(A, B)) {
            var provider = (UpdateProvider) stage.provider();
            RecordSet held = read(provider);
            text.append(write(provider, held, A)).append(write(provider, held, B));
            text.append(PeerStage.settings(primary().address(), Peer.KEY, Peer.SECRET, List.of()));
            text.append(TsigKey.of(Peer.KEY, "hmac-sha256", Peer.SECRET));
        } finally {
            for (Logger each : loggers) {
                each.detachAppender(log);
                each.setAdditive(true);
                each.setLevel(null);
            }
        }
        log.list.forEach(event -> text.append(event.getFormattedMessage()));
        assertThat(log.list).isNotEmpty();
        assertThat(text.toString()).doesNotContain(Peer.SECRET).doesNotContain("not a secret, but long");
    }
}
