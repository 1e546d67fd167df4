package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.EndpointMemory.RampMemory;
import io.failoverd.daemon.core.PublishStage;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.ServiceMemory.FreezeMemory;
import io.failoverd.daemon.core.ServiceMemory.RemovalMemory;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Batches as steps of the engine would leave them, the same for the same seed. */
final class Batches {
    static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<Health> HEALTHS = List.of(Health.values());
    private static final int SERVICES = 5;
    private static final int ENDPOINTS = 4;

    private final Random random;
    private int step;

    Batches(long seed) {
        random = new Random(seed);
    }

    Batch next() {
        step++;
        List<EndpointMemory> endpoints = new ArrayList<>();
        List<Batch.EndpointKey> forgotten = new ArrayList<>();
        List<ServiceMemory> services = new ArrayList<>();
        List<String> forgottenServices = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        List<OutboxRow> alerts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            endpoints.add(endpoint(service(), "e" + random.nextInt(ENDPOINTS)));
        }
        if (random.nextInt(10) == 0) {
            forgotten.add(new Batch.EndpointKey(service(), "e" + random.nextInt(ENDPOINTS)));
        }
        if (random.nextInt(3) == 0) {
            services.add(new ServiceMemory(
                    service(),
                    step,
                    addresses(),
                    at(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean() ? Map.of() : Map.of("bind \"1", PublishStage.LAGGING),
                    random.nextBoolean() ? List.of() : List.of("nlb"),
                    List.of("e1", "e\"2"),
                    random.nextInt(3),
                    random.nextBoolean() ? null : new RemovalMemory("cn-é", at()),
                    freeze()));
        }
        if (random.nextInt(30) == 0) {
            forgottenServices.add(service());
        }
        if (random.nextInt(3) == 0) {
            decisions.add(decision(service(), step));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            alerts.add(OutboxRow.first("id-" + step + "-" + i, "c" + random.nextInt(2), "incident", body(), at()));
        }
        return new Batch(at(), endpoints, forgotten, services, forgottenServices, common(), decisions, alerts);
    }

    private Optional<CommonMemory> common() {
        if (random.nextInt(5) > 0) {
            return Optional.empty();
        }
        List<CommonMemory.RemovalMemory> removals = addresses().stream()
                .map(address -> new CommonMemory.RemovalMemory(address, at()))
                .toList();
        return Optional.of(new CommonMemory(random.nextBoolean(), random.nextBoolean(), removals));
    }

    static Decision decision(String service, long generation) {
        InetAddress address = InetAddress.ofLiteral("203.0.113.10");
        return new Decision(
                service,
                generation,
                Condition.NORMAL,
                List.of(new Member(
                        "e1",
                        "r1",
                        address,
                        true,
                        true,
                        100,
                        List.of(new Reason(ReasonCode.HEALTHY, "3 of 3 probes passed")))),
                Answers.all(List.of(address)),
                0,
                Duration.ofSeconds(30),
                "nothing moves",
                T0.plusNanos(generation));
    }

    private EndpointMemory endpoint(String service, String name) {
        return new EndpointMemory(
                service,
                name,
                addresses().getFirst(),
                HEALTHS.get(random.nextInt(HEALTHS.size())),
                at(),
                random.nextBoolean() ? "" : "3 of 3 probes were refused – é",
                random.nextBoolean(),
                random.nextInt(9),
                random.nextBoolean() ? null : at(),
                Duration.ofMillis(random.nextInt(900_000)),
                random.nextBoolean() ? null : at(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                override(),
                random.nextBoolean() ? null : new RampMemory(random.nextBoolean(), random.nextInt(4)));
    }

    private FreezeMemory freeze() {
        return switch (random.nextInt(3)) {
            case 0 -> new FreezeMemory(at(), null, null, "kim", "");
            case 1 -> new FreezeMemory(at(), at(), Duration.ofHours(2), "kim", "ticket 7");
            default -> null;
        };
    }

    private OverrideMemory override() {
        return switch (random.nextInt(4)) {
            case 0 -> new OverrideMemory(OverrideMode.OFFLINE, at(), null, null, "kim", "");
            case 1 -> new OverrideMemory(OverrideMode.ONLINE, at(), at(), Duration.ofHours(2), "kim", "it's \"fine\"");
            default -> null;
        };
    }

    private String service() {
        return "s" + random.nextInt(SERVICES) + ".example.com";
    }

    private List<InetAddress> addresses() {
        return List.of(
                InetAddress.ofLiteral("203.0.113." + random.nextInt(255)),
                InetAddress.ofLiteral("2001:db8::" + random.nextInt(255)));
    }

    private Instant at() {
        return T0.plusSeconds(step).plusNanos(random.nextInt(1_000_000_000));
    }

    private String body() {
        return "{\"step\":" + step + ",\"text\":\"é\"}";
    }
}
