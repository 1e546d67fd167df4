package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints in a line, for tables: {@code "a:up b:down@10 c:rec@20/online"}, each since the second after the @. */
final class Candidates {
    static final EndpointPolicy POLICY = ProbeScript.policy(
            3,
            2,
            Duration.ofMillis(900),
            new HoldDown(Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofHours(1)));
    static final TtlPolicy TTL = new TtlPolicy(Duration.ofSeconds(30), Duration.ofSeconds(5));
    static final WallAnchor WALL = new WallAnchor(Moment.ZERO, Instant.parse("2026-01-01T12:00:00Z"));

    private Candidates() {}

    static PoolRules rules(int minAvailable, AllDown allDown) {
        return rules(minAvailable, allDown, POLICY);
    }

    static PoolRules rules(int minAvailable, AllDown allDown, EndpointPolicy policy) {
        return new PoolRules(
                new PoolPolicy.All(),
                TTL,
                minAvailable,
                Duration.ofSeconds(60),
                allDown,
                policy,
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
    }

    /** At a moment when nothing is special. */
    static Circumstances at(Moment now, Set<String> lastHealthy) {
        return new Circumstances(
                now,
                WALL,
                lastHealthy,
                World.start(now, WALL.instant(), 0, 0).sentinels(),
                null,
                null,
                SafetyBrake.NONE,
                0);
    }

    static List<Candidate> of(String line) {
        var candidates = new ArrayList<Candidate>();
        for (String token : line.trim().split("\\s+", -1)) {
            candidates.add(one(token, candidates.size() + 1));
        }
        return candidates;
    }

    private static Candidate one(String token, int number) {
        String[] parts = token.split("[:@/]", -1);
        int slash = token.indexOf('/');
        long since = token.contains("@") ? Long.parseLong(token.split("[@/]", -1)[1]) : 0;
        String override = slash < 0 ? null : token.substring(slash + 1);
        EndpointHealth health = health(parts[1], since);
        Condemnation condemnation = health.health().condemned()
                ? new Condemnation(Evidence.of(POLICY, health, WALL), false, health.since(), true, true)
                : null;
        return new Candidate(
                parts[0],
                "r" + number,
                address(number),
                Eligible.MAX_WEIGHT,
                1,
                Eligible.FULL,
                health,
                override(override),
                null,
                null,
                condemnation,
                true,
                null);
    }

    static InetAddress address(int number) {
        return InetAddress.ofLiteral("203.0.113." + number);
    }

    private static @Nullable OperatorOverride override(@Nullable String mode) {
        return mode == null
                ? null
                : new OperatorOverride(OverrideMode.of(mode).orElseThrow(), Moment.ZERO, null, null, "ops", "ticket 7");
    }

    /** The state by a word: since the given second for down and rec (both held for 60 s from there) and for lax. */
    private static EndpointHealth health(String word, long since) {
        EndpointHealth fresh = EndpointHealth.unknown(POLICY, Moment.ZERO, true);
        String down = "U0 D%d>%d D%d>%d D%d>%d".formatted(since, since + 2, since + 1, since + 2, since + 2, since + 2);
        return switch (word) {
            case "new" -> fresh;
            case "added" -> EndpointHealth.unknown(POLICY, Moment.ZERO, false);
            case "up" -> ProbeScript.run(POLICY, fresh, "U0");
            case "suspect" -> ProbeScript.run(POLICY, fresh, "U0 D1");
            case "down" -> ProbeScript.run(POLICY, fresh, down);
            case "rec" -> ProbeScript.run(POLICY, fresh, down + " U" + (since + 3) + ">" + (since + 3));
            case "risen" -> ProbeScript.run(POLICY, fresh, down + " U" + (since + 3) + " U" + (since + 4));
            case "degraded" -> ProbeScript.run(POLICY, fresh, "U0 G1 G2 G3");
            default -> throw new IllegalArgumentException("no such health: " + word);
        };
    }

    static String names(List<Member> members) {
        return members.stream().filter(Member::inAnswer).map(Member::endpoint).collect(Collectors.joining());
    }
}
