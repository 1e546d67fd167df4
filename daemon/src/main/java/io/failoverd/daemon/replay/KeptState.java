package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.ServiceMemory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state directory that another configuration would have left behind: what a restart of it begins with. */
final class KeptState {
    private final SortedMap<Member, EndpointMemory> endpoints = new TreeMap<>();
    private final SortedMap<String, ServiceMemory> services = new TreeMap<>();
    private CommonMemory common = CommonMemory.NONE;
    private boolean used;

    void keep(List<Effect> effects) {
        used = true;
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.RememberEndpoint remember -> {
                    EndpointMemory memory = remember.memory();
                    endpoints.put(new Member(memory.service(), memory.endpoint()), memory);
                }
                case Effect.RememberService remember ->
                    services.put(remember.memory().service(), remember.memory());
                case Effect.RememberCommon remember -> common = remember.memory();
                case Effect.Forget forget -> forget(forget);
                case Effect other -> {}
            }
        }
    }

    private void forget(Effect.Forget forget) {
        String endpoint = forget.endpoint();
        if (endpoint != null) {
            endpoints.remove(new Member(forget.service(), endpoint));
        } else {
            services.remove(forget.service());
            endpoints.keySet().removeIf(member -> member.service().equals(forget.service()));
        }
    }

    /** As the journalled memory, with our own state in the place of the recorded one once there is any. */
    Memory after(Memory journalled) {
        return used
                ? new Memory(
                        List.copyOf(endpoints.values()),
                        List.copyOf(services.values()),
                        common,
                        journalled.aliveAt(),
                        journalled.generationsReserved())
                : journalled;
    }
}
