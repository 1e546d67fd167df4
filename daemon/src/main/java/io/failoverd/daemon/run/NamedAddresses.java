package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.World;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.probes.model.Target;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the configuration cannot know: the addresses that its host names have, as the world has them now. Any thread may
 * ask.
 */
record NamedAddresses(Supplier<World> world) {
    /** What is to be probed: the configuration's addresses, those of its host names, and the sentinels. */
    List<Target> targets(Configuration configuration) {
        return Stream.concat(configuration.targets(this::endpoints).stream(), configuration.sentinelTargets().stream())
                .toList();
    }

    private List<EndpointPlan> endpoints(ServicePlan service) {
        if (service.hosts().isEmpty()) {
            return List.of();
        }
        Set<String> names = service.hosts().stream().map(HostPlan::name).collect(Collectors.toSet());
        return world.get().service(service.name()).stream()
                .flatMap(state -> state.endpoints().stream())
                .map(EndpointState::plan)
                .filter(each -> each.via() != null && names.contains(each.via()))
                .toList();
    }

    /** What a publisher keeps, with these addresses as its own. */
    PublisherSettings with(PublisherSettings settings) {
        return new PublisherSettings(
                settings.name(),
                settings.target(),
                settings.names().stream().map(this::with).toList(),
                settings.driftInterval(),
                settings.repairDrift());
    }

    private ManagedName with(ManagedName name) {
        var all = new LinkedHashSet<InetAddress>(name.addresses());
        world.get().service(name.name()).stream()
                .flatMap(service -> service.hosts().stream())
                .forEach(host -> all.addAll(host.addresses()));
        return new ManagedName(name.name(), name.domain(), List.copyOf(all), name.ttl());
    }
}
