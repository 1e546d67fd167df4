package io.failoverd.daemon.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a state directory would hold: the effects of each step that ask to be remembered, written as one transaction a
 * step, in memory. A crash loses the last transactions, each as a whole.
 */
public final class KeptMemory {
    private final Map<String, EndpointMemory> endpoints = new LinkedHashMap<>();
    private final Map<String, ServiceMemory> services = new LinkedHashMap<>();
    private final List<Alert> outbox = new ArrayList<>();
    private final Deque<List<Effect>> pending = new ArrayDeque<>();
    private final int lag;
    private CommonMemory common = CommonMemory.NONE;
    private long reserved;

    /** @param lag how many transactions are on their way to the disk at most, and so lost in a crash */
    public KeptMemory(long reserved, int lag) {
        this.reserved = reserved;
        this.lag = lag;
    }

    /** One transaction more; the oldest that is on its way reaches the disk when there are too many. */
    public void write(List<Effect> effects) {
        pending.addLast(effects);
        while (pending.size() > lag) {
            pending.removeFirst().forEach(this::apply);
        }
    }

    public void commit() {
        pending.forEach(effects -> effects.forEach(this::apply));
        pending.clear();
    }

    /** What was on its way never reaches the disk. */
    public void crash() {
        pending.clear();
    }

    /** A reservation counts when it is on disk; a later run uses none up to it. */
    public void reserve(long through) {
        reserved = Math.max(reserved, through);
    }

    public long reserved() {
        return reserved;
    }

    /** The alerts that the outbox holds for delivery, and so will deliver, in order. */
    public List<Alert> outbox() {
        return List.copyOf(outbox);
    }

    public Memory at(Instant aliveAt) {
        return new Memory(List.copyOf(endpoints.values()), List.copyOf(services.values()), common, aliveAt, reserved);
    }

    private void apply(Effect effect) {
        switch (effect) {
            case Effect.RememberEndpoint remember ->
                endpoints.put(key(remember.memory().service(), remember.memory().endpoint()), remember.memory());
            case Effect.RememberService remember ->
                services.put(remember.memory().service(), remember.memory());
            case Effect.RememberCommon remember -> common = remember.memory();
            case Effect.Forget forget -> {
                if (forget.endpoint() == null) {
                    services.remove(forget.service());
                    endpoints.values().removeIf(kept -> kept.service().equals(forget.service()));
                } else {
                    endpoints.remove(key(forget.service(), forget.endpoint()));
                }
            }
            case Effect.Raise raise -> outbox.add(raise.alert());
            case Effect.Publish _,
                    Effect.SetPace _,
                    Effect.SetDrill _,
                    Effect.DrillTold _,
                    Effect.ProbeSentinels _,
                    Effect.HealthChanged _,
                    Effect.EndpointsChanged _,
                    Effect.HostTold _,
                    Effect.ReserveGenerations _,
                    Effect.OperatorAnswered _ -> {}
        }
    }

    private static String key(String service, String endpoint) {
        return service + "/" + endpoint;
    }
}
