package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of accounts: rates, bursts, networks, what slips, and what a flood does to it. */
class RateLimiterTest {
    private static final long SECOND = 1_000_000;

    private static RateLimiter limiter(int perSecond, int slip, Network... exempt) {
        return new RateLimiter(Optional.of(new RateLimit(perSecond, slip, List.of(exempt))));
    }

    private static ClientAddress address(String text) {
        return new ClientAddress().set(InetAddress.ofLiteral(text));
    }

    private static int passed(RateLimiter limiter, String from, long account, int times, long micros) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += limiter.check(address(from), account, micros) == RateLimiter.Verdict.PASS ? 1 : 0;
        }
        return passed;
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "20", "333", "1000", "10000"})
    void aSecondsWorthAtOnceAndThenTheRate(int perSecond) {
        RateLimiter limiter = limiter(perSecond, 0);
        assertThat(passed(limiter, "192.0.2.1", 7, 3 * perSecond, 0)).isEqualTo(perSecond);
        int steady = 0;
        for (int tenth = 1; tenth <= 100; tenth++) {
            steady += passed(limiter, "192.0.2.1", 7, 3 * perSecond, tenth * SECOND / 10);
        }
        assertThat(steady).isBetween(10 * perSecond, 10 * perSecond + perSecond / 20);
        assertThat(passed(limiter, "192.0.2.1", 7, 3 * perSecond, 60 * SECOND)).isEqualTo(perSecond);
    }

    /** Two addresses, and whether they share an account. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0, 192.0.2.255, true",
        "192.0.2.0, 192.0.3.0, false",
        "0.0.0.0, ::, false",
        "2001:db8:0:ff::1, 2001:db8::1, true",
        "2001:db8:0:100::1, 2001:db8::1, false",
        "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
    })
    void theClientsOfANetworkShareAnAccount(String first, String second, boolean shared) {
        RateLimiter limiter = limiter(5, 0);
        assertThat(passed(limiter, first, 1, 9, 0)).isEqualTo(5);
        assertThat(passed(limiter, second, 1, 9, 0)).isEqualTo(shared ? 0 : 5);
        assertThat(passed(limiter, first, 2, 9, 0)).as("another account").isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"0, DDDDDDDDDDDD", "1, SSSSSSSSSSSS", "2, DSDSDSDSDSDS", "3, DDSDDSDDSDDS", "10, DDDDDDDDDSDD"})
    void everySoManyOfTheLimitedSlip(int slip, String expected) {
        RateLimiter limiter = limiter(1, slip);
        assertThat(passed(limiter, "192.0.2.1", 1, 1, 0)).isEqualTo(1);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < expected.length(); i++) {
            seen.append(limiter.check(address("192.0.2.1"), 1, 0).name().charAt(0));
        }
        assertThat(seen).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "127.255.255.255, true",
        "128.0.0.1, false",
        "2001:db8:1:ffff::1, true",
        "2001:db8:2::1, false",
        "7f00::1, false"
    })
    void whoIsExemptHasNoAccount(String from, boolean exempt) {
        RateLimiter limiter = limiter(
                1,
                0,
                new Network(InetAddress.ofLiteral("127.0.0.0"), 8),
                new Network(InetAddress.ofLiteral("2001:db8:1::"), 48));
        assertThat(passed(limiter, from, 1, 100, 0)).isEqualTo(exempt ? 100 : 1);
    }

    @Test
    void aReloadChangesTheLimitAndKeepsTheAccounts() {
        RateLimiter limiter = limiter(5, 0);
        assertThat(passed(limiter, "192.0.2.1", 1, 9, 0)).isEqualTo(5);
        limiter.configure(Optional.of(new RateLimit(1, 0, List.of())));
        assertThat(passed(limiter, "192.0.2.1", 1, 9, SECOND / 2)).isZero();
        limiter.configure(
                Optional.of(new RateLimit(1, 0, List.of(new Network(InetAddress.ofLiteral("192.0.2.0"), 24)))));
        assertThat(passed(limiter, "192.0.2.1", 1, 9, SECOND / 2)).isEqualTo(9);
        limiter.configure(Optional.empty());
        assertThat(limiter.on()).isFalse();
        assertThat(passed(limiter, "198.51.100.1", 1, 99, SECOND)).isEqualTo(99);
    }

    @Test
    void aFloodOfOtherAccountsDoesNotFreeAnOffender() {
        RateLimiter limiter = limiter(20, 0);
        passed(limiter, "192.0.2.1", 1, 100, 0);
        for (long other = 2; other < 1_000_000; other++) {
            limiter.check(address("198.51.100.1"), other, 0);
        }
        assertThat(passed(limiter, "192.0.2.1", 1, 100, 1)).isZero();
    }

    @Test
    void accountsThatAreInUseTogetherHardlyMeet() {
        RateLimiter limiter = limiter(1, 0);
        int met = 0;
        for (long account = 0; account < 20_000; account++) {
            met += 1 - passed(limiter, "192.0.2.1", account, 1, 0);
        }
        assertThat(met).isLessThan(20);
    }

    @Test
    void fourThreadsShareOneRate() throws InterruptedException {
        RateLimiter limiter = limiter(1000, 2);
        Map<RateLimiter.Verdict, AtomicLong> seen = new EnumMap<>(RateLimiter.Verdict.class);
        for (RateLimiter.Verdict verdict : RateLimiter.Verdict.values()) {
            seen.put(verdict, new AtomicLong());
        }
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                ClientAddress client = address("192.0.2.1");
                for (int i = 0; i < 50_000; i++) {
                    seen.get(limiter.check(client, 1, i)).incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // 50 ms have passed on the clock; a few responses leave unseen where threads collide.
        assertThat(seen.get(RateLimiter.Verdict.PASS).get()).isBetween(1000L, 3000L);
        assertThat(seen.get(RateLimiter.Verdict.SLIP).get()).isBetween(90_000L, 100_000L);
    }
}
