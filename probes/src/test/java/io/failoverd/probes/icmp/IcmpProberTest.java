package io.failoverd.probes.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.ConnectionlessContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The echo requests of a probe over a network that loses what it is told to, and over loopback where the kernel lets
 * this user ping: nothing on loopback is silent.
 */
class IcmpProberTest extends ConnectionlessContract {
    private static final String SILENT = "127.0.0.9";

    private final IcmpProber prober = new IcmpProber(dialer);

    @Override
    protected Attempt start(Target target) {
        boolean silent = target.address().getHostAddress().equals(SILENT);
        return over(target, _ -> silent ? LOST : CARRIED);
    }

    /** What happens to each request of a probe, the first of which is 1. */
    @FunctionalInterface
    interface Network {
        char fate(int request);
    }

    private static final char CARRIED = '+';
    private static final char LOST = '-';
    private static final char TURNED_BACK = '!';

    private Attempt over(Target target, Network network) {
        var sent = new AtomicInteger();
        var echoes = new Echoes() {
            @Override
            public Sent send(InetAddress to, Ear ear) {
                int number = sent.incrementAndGet();
                switch (network.fate(number)) {
                    case CARRIED -> ear.replied();
                    case TURNED_BACK -> ear.turnedBack(to.getHostAddress() + " is unreachable");
                    default -> {}
                }
                return new Sent.Away(number);
            }

            @Override
            public void forget(int number) {}
        };
        Pings.Source source =
                (inquiry, then) -> inquiry.loop().execute(() -> then.accept(new Echoes.Opened.Ready(echoes)));
        return dialer.inquire(target, new Pings((IcmpCheck) target.check(), source, CLOCK));
    }

    @Override
    protected Target healthy(Cadence cadence) {
        return target("127.0.0.2", check(1, 0, null, cadence));
    }

    @Override
    protected Target silent(Cadence cadence) {
        return target(SILENT, check(1, 0, null, cadence));
    }

    @Override
    protected FailureReason whenSilent() {
        return FailureReason.ICMP_LOSS;
    }

    @Override
    protected int rounds() {
        return 100;
    }

    private static IcmpCheck check(int count, int loss, @Nullable InetAddress source, Cadence cadence) {
        return new IcmpCheck("icmp", count, loss, LatencyLimits.NONE, source, cadence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             0 | ++++ | UP none 4 of 4 echo requests were answered
            25 | +++- | DEGRADED icmp_loss 3 of 4 echo requests were answered within 2000 ms
            25 | ++-- | DOWN icmp_loss 2 of 4 echo requests were answered within 2000 ms
             0 | -+++ | DOWN icmp_loss 3 of 4 echo requests were answered within 2000 ms
            99 | ---- | DOWN icmp_loss no echo reply within 2000 ms
             0 | !    | DOWN connect_unreachable 127.0.0.2 is unreachable
            99 | !!!! | DOWN connect_unreachable 127.0.0.2 is unreachable
            25 | +!-  | DOWN icmp_loss 1 of 4 echo requests were answered within 2000 ms
            25 | +!!  | DOWN icmp_loss 1 of 4 echo requests were answered; 127.0.0.2 is unreachable
            25 | !+++ | DEGRADED icmp_loss 3 of 4 echo requests were answered
            25 | +++! | DEGRADED icmp_loss 3 of 4 echo requests were answered; 127.0.0.2 is unreachable
            """)
    void lossIsCounted(int loss, String fates, String expected) {
        Target target = target("127.0.0.2", check(4, loss, null, QUICK));
        Network network = number -> number <= fates.length() ? fates.charAt(number - 1) : LOST;
        Probed probed = finished(over(target, network));
        for (int i = 1; i < 5 && probed.result().reasonLabel().equals("local_overload"); i++) {
            probed = finished(over(target, network));
        }
        assertThat(line(probed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::1"})
    void loopbackAnswersWhereThisUserMayPing(String address) {
        Probed probed = pinged(address, null);
        assertThat(line(probed)).isEqualTo("UP none 3 of 3 echo requests were answered");
        assertThat(probed.timings().firstByte())
                .isPositive()
                .isLessThan(probed.timings().total());
        assertThat(probed.timings().connect()).isNull();
    }

    @Test
    void requestsLeaveFromTheSourceAddress() {
        assertThat(line(pinged("127.0.0.2", InetAddress.ofLiteral("127.0.0.77"))))
                .startsWith("UP");
        assertInconclusive(pinged("127.0.0.2", InetAddress.ofLiteral("192.0.2.1")), FailureReason.LOCAL_ADDRESS);
    }

    /** A hundred at once share one socket, and each gets its own replies. */
    @Test
    void manyProbesShareASocket() throws Exception {
        pinged("127.0.0.2", null);
        long before = descriptors();
        Target target = target("127.0.0.3", check(3, 0, null, PATIENT));
        var attempts = java.util.stream.IntStream.range(0, 100)
                .mapToObj(_ -> prober.start(target, (IcmpCheck) target.check()))
                .toList();
        assertThat(descriptors()).isLessThan(before + 50);
        assertThat(attempts)
                .allSatisfy(attempt -> assertThat(line(finished(attempt))).startsWith("UP"));
    }

    /** Skipped, with the kernel's reason, where this user may not ping. */
    private Probed pinged(String address, @Nullable InetAddress source) {
        Target target = target(address, check(3, 0, source, PATIENT));
        Probed probed = finished(prober.start(target, (IcmpCheck) target.check()));
        assumeThat(probed.result().reasonLabel()).as(line(probed)).isNotEqualTo("local_permission");
        return probed;
    }

    @Test
    void whereThisUserMayNotPingItIsOurFaultAndTheTextHelps() {
        Target target = target("127.0.0.2", check(1, 0, null, PATIENT));
        Probed probed = finished(prober.start(target, (IcmpCheck) target.check()));
        assumeThat(probed.result().outcome()).as("this user may ping").isEqualTo("INCONCLUSIVE");
        assertThat(line(probed))
                .isEqualTo("INCONCLUSIVE local_permission this user's groups are not in net.ipv4.ping_group_range:"
                        + " sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"");
    }
}
