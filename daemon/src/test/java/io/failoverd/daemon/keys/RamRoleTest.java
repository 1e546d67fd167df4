package io.failoverd.daemon.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.dns.aliyun.AccessKey;
import io.failoverd.dns.aliyun.Credentials.KeyReading;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a metadata service on a real socket, with a clock of the test's. */
class RamRoleTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private MetadataService service;
    private RamRole role;

    @BeforeEach
    void start() throws IOException {
        service = new MetadataService();
        service.gives("STS.1", "s3cret-1", NOON.plus(SIX_HOURS));
        role = role(null);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RamRole role(String name) {
        return new RamRole(new Metadata(service.address()), name, now::get);
    }

    @Test
    void itGivesTheKeyOfTheRoleThatTheInstanceHas() {
        assertThat(role.key()).isEqualTo(usable("1"));
        assertThat(role("dns").key()).isEqualTo(usable("1"));
        assertThat(role("other").key())
                .isEqualTo(new KeyReading.Unusable(
                        new Failure(FailureClass.OPERATOR, "no-ram-role", "this ECS instance has no RAM role other")));
    }

    @Test
    void aKeyThatIsGoodIsNotFetchedAgain() {
        role.key();
        now.set(NOON.plus(Duration.ofMinutes(59)));
        assertThat(role.key()).isEqualTo(usable("1"));
        assertThat(service.fetches()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFetchedBesideTheOneInUseLongBeforeThatExpires() {
        role.key();
        service.gives("STS.2", "s3cret-2", NOON.plus(SIX_HOURS.multipliedBy(2)));
        now.set(NOON.plus(Duration.ofMinutes(61)));
        assertThat(role.key()).as("at once").isEqualTo(usable("1"));
        await("the new one")
                .atMost(Duration.ofSeconds(10))
                .until(() -> role.key().equals(usable("2")));
    }

    @Test
    void aKeyIsUsedAsLongAsItLivesAndNoLongerWhenNoneFollows() {
        role.key();
        service.has(MetadataService.Day.ERRORS);
        now.set(NOON.plus(SIX_HOURS).minusSeconds(60));
        assertThat(role.key()).isEqualTo(usable("1"));
        await("it was tried").atMost(Duration.ofSeconds(10)).until(() -> service.fetches() == 2);
        now.set(NOON.plus(SIX_HOURS).minusSeconds(20));
        assertThat(why().code()).isEqualTo("metadata-http-500");
        service.has(MetadataService.Day.GOOD);
        service.gives("STS.2", "s3cret-2", NOON.plus(SIX_HOURS.multipliedBy(2)));
        now.set(NOON.plus(SIX_HOURS).plusSeconds(120));
        assertThat(role.key()).isEqualTo(usable("2"));
    }

    @ParameterizedTest
    @CsvSource({
        "NO_ROLE, OPERATOR, no-ram-role",
        "NO_TOKENS, OPERATOR, metadata-http-403",
        "ERRORS, TRANSIENT, metadata-http-500",
        "GARBAGE, TRANSIENT, metadata-garbage",
        "NO_KEY, TRANSIENT, metadata-garbage",
        "NO_NAME, TRANSIENT, metadata-garbage",
        "ENDLESS, TRANSIENT, metadata-unreachable",
        "UNSUCCESSFUL, TRANSIENT, metadata-unsuccessful",
        "HANGS, TRANSIENT, metadata-timeout",
        "BREAKS, TRANSIENT, metadata-unreachable",
    })
    void aBadDayIsToldForWhatItIsAndNothingSecretWithIt(MetadataService.Day day, FailureClass kind, String code) {
        service.has(day);
        long began = System.nanoTime();
        Failure why = why();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(why.kind()).isEqualTo(kind);
        assertThat(why.code()).isEqualTo(code);
        assertThat(why.text()).doesNotContain("hunter2", "s3cret", "token-of");
    }

    @Test
    void whereNobodyListensItSaysSo() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        var nowhere = new RamRole(
                new Metadata(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)), null, now::get);
        assertThat(nowhere.key())
                .isEqualTo(new KeyReading.Unusable(new Failure(
                        FailureClass.TRANSIENT,
                        "metadata-unreachable",
                        "the metadata service at 127.0.0.1:" + port + " cannot be reached; is this an ECS instance?")));
    }

    @Test
    void anExpiredKeyIsNone() {
        service.gives("STS.1", "s3cret-1", NOON.plusSeconds(10));
        assertThat(why().code()).isEqualTo("metadata-expired");
    }

    @Test
    void afterAFailureItRestsSoThatCallsFailAtOnce() {
        service.has(MetadataService.Day.ERRORS);
        why();
        why();
        assertThat(service.fetches()).isEqualTo(1);
        service.has(MetadataService.Day.GOOD);
        now.set(NOON.plusSeconds(2));
        assertThat(role.key()).isEqualTo(usable("1"));
    }

    @Test
    void aThousandCallsShareOneFetch() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<KeyReading>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                calls.add(role::key);
            }
            for (Future<KeyReading> reading : threads.invokeAll(calls)) {
                assertThat(reading.get()).isEqualTo(usable("1"));
            }
        }
        assertThat(service.fetches()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsRefusedIsFetchedAnewButNotForEveryRefusal() {
        role.key();
        now.set(NOON.plusSeconds(90));
        service.gives("STS.2", "s3cret-2", NOON.plus(SIX_HOURS));
        assertThat(role.after(key("1"))).isEqualTo(usable("2"));
        assertThat(role.after(key("1"))).as("a late refusal of the former").isEqualTo(usable("2"));
        assertThat(role.after(key("2"))).as("there is no other yet").isEqualTo(usable("2"));
        assertThat(service.fetches()).isEqualTo(2);
    }

    private Failure why() {
        return role.key() instanceof KeyReading.Unusable(Failure why)
                ? why
                : new Failure(FailureClass.CHANGED, "usable", "a key was given");
    }

    private static KeyReading usable(String number) {
        return new KeyReading.Usable(key(number));
    }

    private static AccessKey key(String number) {
        return new AccessKey("STS." + number, "s3cret-" + number, Optional.of("token-of-STS." + number));
    }
}
