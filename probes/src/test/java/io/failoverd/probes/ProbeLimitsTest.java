package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TcpCheck;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which limit leaves a probe without a place, what is said of it, and what is counted. */
class ProbeLimitsTest {
    private static final Cadence CADENCE =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(3));
    private static final Moment NOW = Moment.ofMillis(5_000);

    private static Target target(String service, int number, Check check) {
        return new Target(
                new TargetId(service, "e" + number, check.name()), InetAddress.ofLiteral("192.0.2.1"), service, check);
    }

    private static Target program(String service, int number) {
        var check = new ExecCheck("exec", 0, List.of("/bin/true"), Map.of(), LatencyLimits.NONE, CADENCE);
        return target(service, number, check);
    }

    private static Target port(String service, int number) {
        return target(service, number, new TcpCheck("tcp", 80, null, null, LatencyLimits.NONE, null, CADENCE));
    }

    private static long started(ProbeLimits limits, List<Target> targets) {
        return targets.stream()
                .filter(each -> limits.take(each, true, NOW) == null)
                .count();
    }

    @Test
    void programsShareTheirOwnPlacesAndNoServiceTakesThemAll() {
        var limits = new ProbeLimits(1000, _ -> false);
        List<Target> slow =
                IntStream.range(0, 200).mapToObj(i -> program("slow", i)).toList();
        var all = new ArrayList<>(slow);
        all.add(program("fine", 0));
        all.add(port("web", 0));
        limits.targets(all);

        assertThat(started(limits, slow)).isLessThan(ExecCheck.MAX_RUNNING).isGreaterThan(ExecCheck.MAX_RUNNING / 2);
        assertThat(limits.take(slow.getLast(), false, NOW))
                .isEqualTo(new ProbeResult.Inconclusive(
                        FailureReason.LOCAL_LIMIT, "no place among the 64 programs that checks may run at once"));
        assertThat(limits.take(program("fine", 0), false, NOW)).isNull();
        assertThat(limits.take(port("web", 0), false, NOW)).isNull();
        LimitCounts counts = limits.counts();
        assertThat(counts.refused().get(ProbeLimit.NODE)).isZero();
        assertThat(counts.refused().get(ProbeLimit.EXEC)).isEqualTo(200 - (counts.underWay() - 2) + 1);
        assertThat(counts.lastRefused()).isEqualTo(NOW);
    }

    @Test
    void whoFindsNoPlaceAmongTheProgramsHoldsNoneOfTheNode() {
        var limits = new ProbeLimits(1000, _ -> false);
        List<Target> slow =
                IntStream.range(0, 200).mapToObj(i -> program("slow", i)).toList();
        limits.targets(slow);
        List<Target> running = slow.stream()
                .filter(each -> limits.take(each, true, NOW) == null)
                .toList();
        assertThat(limits.counts().underWay()).isEqualTo(running.size());
        running.forEach(each -> limits.ended(each, new ProbeResult.Up("exit 0"), NOW));
        assertThat(limits.counts().underWay()).isZero();
        assertThat(started(limits, slow)).isEqualTo(running.size());
    }

    @Test
    void whatAProberRefusesByItselfIsCountedUnderItsOwnLimit() {
        var limits = new ProbeLimits(1000, _ -> false);
        Target ping = target("www", 0, new IcmpCheck("ping", 1, 0, LatencyLimits.NONE, null, CADENCE));
        List<Target> all = List.of(ping, program("www", 1), port("www", 2));
        limits.targets(all);
        for (Target each : all) {
            assertThat(limits.take(each, false, NOW)).isNull();
            limits.ended(each, new ProbeResult.Inconclusive(FailureReason.LOCAL_LIMIT, "a limit"), NOW);
        }
        limits.take(ping, false, NOW);
        limits.ended(ping, new ProbeResult.Inconclusive(FailureReason.LOCAL_OVERLOAD, "late"), NOW);
        assertThat(limits.counts().refused())
                .isEqualTo(
                        Map.of(ProbeLimit.NODE, 0L, ProbeLimit.EXEC, 1L, ProbeLimit.ICMP, 1L, ProbeLimit.MEMORY, 1L));
        assertThat(limits.counts().allRefused()).isEqualTo(3);
        assertThat(limits.counts().underWay()).isZero();
    }

    @Test
    void aFullNodeSaysWhichKeyToChange() {
        var limits = new ProbeLimits(1, _ -> false);
        limits.targets(List.of(port("a", 0), port("b", 0)));
        assertThat(limits.take(port("a", 0), true, NOW)).isNull();
        assertThat(limits.take(port("b", 0), true, NOW))
                .isEqualTo(new ProbeResult.Inconclusive(
                        FailureReason.LOCAL_LIMIT,
                        "no place among the 1 probes that this node may have under way at once (node.maxProbes)"));
        limits.limitNode(10);
        assertThat(limits.take(port("b", 0), true, NOW)).isNull();
        assertThat(limits.counts().most()).isEqualTo(10);
    }
}
