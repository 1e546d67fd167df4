package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.HostState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of endpoints that are host names: they have the addresses of the last resolution that gave any, nothing that
 * fails takes one away, none answers before it was seen to work, and somebody hears of a name that is lost for long.
 */
final class HostRules {
    /** Failures in a row of which one is told. */
    private static final int TOLD_AFTER = 3;

    private record Key(String service, String endpoint) {}

    /** What each name was last resolved to in this run, and how often it has failed since. */
    private final Map<Key, Set<InetAddress>> known = new HashMap<>();

    private final Map<Key, Integer> failures = new HashMap<>();
    /** What each name ever had, over all runs, and the addresses that were configured by themselves. */
    private final Map<String, Set<InetAddress>> past = new HashMap<>();

    /** What an orderly stop has left behind; null after a crash. */
    private @Nullable World before;

    private int moved;
    private int kept;
    private int told;

    /** How often the addresses of a service changed by a resolution. */
    int moved() {
        return moved;
    }

    /** How many names went on after a restart with the addresses that they had. */
    int kept() {
        return kept;
    }

    /** How many names were lost for so long that it was told. */
    int told() {
        return told;
    }

    void stopped(@Nullable World world) {
        before = world;
        known.clear();
        failures.clear();
    }

    /** What every name had goes on, where the configuration is the same, until it is resolved again. */
    void restarted(World world) {
        for (ServiceState service : world.services().values()) {
            ServiceState old =
                    before == null ? null : before.services().get(service.plan().name());
            for (HostState host : service.hosts()) {
                HostState had = old == null ? null : old.host(host.plan().name());
                boolean same = old != null
                        && had != null
                        && had.plan().equals(host.plan())
                        && old.plan().hosts().equals(service.plan().hosts())
                        && configured(old).equals(configured(service));
                if (same) {
                    kept += had.addresses().isEmpty() ? 0 : 1;
                    Promise.that(
                            names(old, host).equals(names(service, host)),
                            () -> host.plan().host() + " had " + names(old, host) + ", and after the restart "
                                    + names(service, host));
                }
            }
        }
        before = null;
    }

    private static List<EndpointPlan> configured(ServiceState service) {
        return service.plan().endpoints().stream()
                .filter(each -> each.via() == null)
                .toList();
    }

    private static List<String> names(ServiceState service, HostState host) {
        return service.plan().endpoints().stream()
                .filter(each -> host.plan().name().equals(each.via()))
                .map(EndpointPlan::name)
                .sorted()
                .toList();
    }

    void after(@Nullable ServiceState old, ServiceState service, Event event, Moment now) {
        String name = service.plan().name();
        forget(service);
        for (EndpointPlan endpoint : service.plan().endpoints()) {
            past.computeIfAbsent(name, _ -> new HashSet<>()).add(endpoint.address());
        }
        switch (event) {
            case Event.HostResolved resolved
            when hears(service, resolved.endpoint(), resolved.host()) -> resolved(old, service, resolved);
            case Event.HostUnresolved failed
            when hears(service, failed.endpoint(), failed.host()) -> failed(old, service, failed, now);
            default -> {}
        }
        service.hosts().forEach(host -> addresses(service, host));
        expanded(service);
    }

    /** A reload may take a name away, or give its endpoint another one. */
    private void forget(ServiceState service) {
        Set<String> there =
                service.hosts().stream().map(host -> host.plan().name()).collect(Collectors.toSet());
        known.keySet().removeIf(key -> key.service().equals(service.plan().name()) && !there.contains(key.endpoint()));
        failures.keySet()
                .removeIf(key -> key.service().equals(service.plan().name()) && !there.contains(key.endpoint()));
    }

    private static boolean hears(ServiceState service, String endpoint, String host) {
        HostState there = service.host(endpoint);
        return there != null && there.plan().host().equals(host);
    }

    private void resolved(@Nullable ServiceState old, ServiceState service, Event.HostResolved event) {
        var key = new Key(event.service(), event.endpoint());
        known.put(key, new HashSet<>(event.addresses()));
        failures.put(key, 0);
        past.computeIfAbsent(event.service(), _ -> new HashSet<>()).addAll(event.addresses());
        Promise.that(
                !service.open().unresolved().contains(event.endpoint()),
                () -> event + " is resolved, and the alert goes on");
        if (old == null || old.endpoints().isEmpty()) {
            return;
        }
        moved += old.plan().endpoints().equals(service.plan().endpoints()) ? 0 : 1;
        boolean anyStays = service.endpoints().stream().anyMatch(each -> stood(old, each));
        HostState had = old.host(event.endpoint());
        boolean begins = had != null && had.assumed();
        for (EndpointState endpoint : service.endpoints()) {
            if (anyStays && !begins && !stood(old, endpoint)) {
                Promise.that(
                        !endpoint.health().mayAnswer(),
                        () -> endpoint + " is new by " + event + ", and counts as well before it was seen to be");
            }
        }
    }

    /** Under this name or another. */
    private static boolean stood(ServiceState old, EndpointState endpoint) {
        return old.endpoints().stream()
                .anyMatch(each -> each.plan().address().equals(endpoint.plan().address()));
    }

    private void failed(@Nullable ServiceState old, ServiceState service, Event.HostUnresolved event, Moment now) {
        int times = failures.merge(new Key(event.service(), event.endpoint()), 1, Integer::sum);
        told += times == TOLD_AFTER ? 1 : 0;
        Promise.that(
                times < TOLD_AFTER || service.open().unresolved().contains(event.endpoint()),
                () -> event + " failed " + times + " times, and nobody is told");
        boolean byItself = old == null || (old.due() != null && !old.due().isAfter(now));
        Promise.that(
                byItself
                        || (old.plan().endpoints().equals(service.plan().endpoints())
                                && answer(old).equals(answer(service))),
                () -> "a failure changed " + old + " to " + service);
    }

    private static List<InetAddress> answer(ServiceState service) {
        return service.decision() == null ? List.of() : service.decision().answer();
    }

    /** A name has what it was last resolved to; before that, nothing that it or its service never had. */
    private void addresses(ServiceState service, HostState host) {
        var is = new HashSet<>(host.addresses());
        Set<InetAddress> should =
                known.get(new Key(service.plan().name(), host.plan().name()));
        if (should != null && host.resolved() != null) {
            Promise.that(is.equals(should), () -> host + " should have " + should);
        } else {
            Promise.that(
                    past.getOrDefault(service.plan().name(), Set.of()).containsAll(is),
                    () -> host + " has what it never had");
        }
    }

    /** An endpoint for each address, each address once, and what is configured by itself first. */
    private static void expanded(ServiceState service) {
        if (service.hosts().isEmpty()) {
            return;
        }
        var expected = new ArrayList<String>();
        var taken = new HashSet<InetAddress>();
        for (EndpointPlan endpoint : configured(service)) {
            expected.add(endpoint.name());
            taken.add(endpoint.address());
        }
        for (HostState host : service.hosts()) {
            var texts = new TreeSet<String>();
            host.addresses().stream()
                    .filter(taken::add)
                    .forEach(address -> texts.add(host.plan().name() + "@" + address.getHostAddress()));
            expected.addAll(texts);
        }
        List<String> are =
                service.endpoints().stream().map(each -> each.plan().name()).toList();
        Promise.that(
                are.size() == expected.size() && new HashSet<>(are).equals(new HashSet<>(expected)),
                () -> "there should be " + expected + ", and there are " + are);
    }
}
