package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Destination;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.PublisherTarget;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.Unsettled;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Names that a publisher keeps no longer, for whoever goes on with them: another publisher to the same place, or the
 * target's own health checks.
 *
 * @param settings that it kept them by
 * @param providers of its target
 * @param handsBack whether the target's own health checks get what nobody else takes over
 * @param held what the target was last read to hold, by service
 * @param unsettled of the writes that it sent
 * @param out addresses that somebody wants out, by service: not what health checks know of
 */
record GivenUp(
        PublisherSettings settings,
        Supplier<Provider> providers,
        boolean handsBack,
        List<ManagedName> names,
        Map<String, RecordSet> held,
        Unsettled unsettled,
        Map<String, Set<InetAddress>> out) {
    GivenUp {
        names = List.copyOf(names);
        held = Map.copyOf(held);
        out = Map.copyOf(out);
    }

    /** What a publisher has to know that keeps some of the names at the same place. */
    static Unsettled unsettled(Collection<GivenUp> all, PublisherSettings successor) {
        Unsettled known = Unsettled.NONE;
        for (GivenUp each : all) {
            Set<String> same = each.names().stream()
                    .filter(name -> each.isTakenOver(name, successor))
                    .map(ManagedName::name)
                    .collect(Collectors.toSet());
            known = known.and(each.unsettled().only(same::contains));
        }
        return known;
    }

    private boolean isTakenOver(ManagedName name, PublisherSettings successor) {
        Set<Destination> places = Destination.of(settings.target(), name);
        return successor.names().stream()
                .filter(next -> next.name().equals(name.name()))
                .anyMatch(next -> !Collections.disjoint(places, Destination.of(successor.target(), next)));
    }

    /**
     * The names to hand back, each with the addresses that stay as they are.
     *
     * @param kept what the publishers that are left write
     */
    Map<ManagedName, Set<InetAddress>> toHandBack(Set<Destination> kept) {
        var all = new LinkedHashMap<ManagedName, Set<InetAddress>>();
        for (ManagedName name : handsBack ? names : List.<ManagedName>of()) {
            Set<InetAddress> stay = new HashSet<>(out.getOrDefault(name.name(), Set.of()));
            stay.addAll(stillKept(name, kept));
            if (!stay.containsAll(name.addresses())) {
                all.put(name, stay);
            }
        }
        return all;
    }

    private Collection<InetAddress> stillKept(ManagedName name, Set<Destination> kept) {
        Set<Destination> places = Destination.of(settings.target(), name);
        if (Collections.disjoint(places, kept)) {
            return Set.of();
        }
        return switch (settings.target()) {
            case PublisherTarget.Gtm3 gtm ->
                addresses(
                        name,
                        address -> kept.contains(
                                new Destination.Switch(gtm.access().endpoint().service(), address)));
            // Of a pool that was never read nobody knows which addresses are in it.
            case PublisherTarget.Gtm2 gtm
            when !kept.containsAll(places) && held.containsKey(name.name()) ->
                addresses(
                        name,
                        address -> held.get(name.name())
                                .of(address)
                                .filter(record -> kept.contains(new Destination.Pool(
                                        gtm.access().endpoint().service(), record.id())))
                                .isPresent());
            case PublisherTarget.Gtm2 _, PublisherTarget.Rfc2136 _, PublisherTarget.Alidns _ -> name.addresses();
        };
    }

    private static Set<InetAddress> addresses(ManagedName name, Function<InetAddress, Boolean> which) {
        return name.addresses().stream().filter(which::apply).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
