package io.failoverd.dns.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A resolver that fails or hangs costs a call no more than the time it gives. */
class HostNamesTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.53");

    @Test
    void what_is_known_is_not_looked_up_again_for_a_while() {
        var lookups = new AtomicInteger();
        var hosts = new HostNames(_ -> {
            lookups.incrementAndGet();
            return new InetAddress[] {ADDRESS};
        });
        for (int i = 0; i < 3; i++) {
            assertThat(hosts.of("ns.example", Duration.ofSeconds(10))).containsExactly(ADDRESS);
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void a_host_that_does_not_exist_has_no_address_and_is_tried_again() {
        var lookups = new AtomicInteger();
        var hosts = new HostNames(host -> {
            if (lookups.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {ADDRESS};
        });
        assertThat(hosts.of("ns.example", Duration.ofSeconds(10))).isEmpty();
        assertThat(hosts.of("ns.example", Duration.ofSeconds(10))).containsExactly(ADDRESS);
    }

    @Test
    void a_resolver_that_hangs_is_waited_for_no_longer_than_told_and_asked_once() {
        var lookups = new AtomicInteger();
        var hangs = new CountDownLatch(1);
        var hosts = new HostNames(_ -> {
            lookups.incrementAndGet();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {ADDRESS};
        });
        assertThat(hosts.of("ns.example", Duration.ofMillis(50))).isEmpty();
        assertThat(hosts.of("ns.example", Duration.ofMillis(50))).isEmpty();
        assertThat(lookups).hasValue(1);
        hangs.countDown();
        assertThat(hosts.of("ns.example", Duration.ofSeconds(10))).containsExactly(ADDRESS);
    }
}
