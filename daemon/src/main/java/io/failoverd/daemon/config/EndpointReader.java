package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Eligible;
import io.failoverd.probes.model.Check;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the endpoints of a service, and the fallback addresses. */
final class EndpointReader {
    /** As many addresses as an answer may hold and still fit 1,232 bytes in either family. */
    static final int MAX_ENDPOINTS = 32;

    private static final int MAX_TIER = 100;

    /**
     * The endpoints of a service.
     *
     * @param plans none where anything is wrong with them
     * @param hosts those that are host names; likewise
     * @param weight the first weight that is written
     * @param tier the first tier that is written
     */
    record Read(
            List<EndpointPlan> plans,
            List<HostPlan> hosts,
            @Nullable Value weight,
            @Nullable Value tier) {
        static final Read NONE = new Read(List.of(), List.of(), null, null);

        boolean complete() {
            return !plans.isEmpty() || !hosts.isEmpty();
        }

        /** In the order of the names. */
        SortedSet<String> regions() {
            var regions = new TreeSet<String>();
            plans.forEach(plan -> regions.add(plan.region()));
            hosts.forEach(host -> regions.add(host.region()));
            return regions;
        }

        List<String> names() {
            return Stream.concat(
                            plans.stream().map(EndpointPlan::name),
                            hosts.stream().map(HostPlan::name))
                    .toList();
        }
    }

    /**
     * Reads them.
     *
     * @param checks what will probe them
     * @param zones that we answer for, and so cannot resolve
     */
    Read read(Section service, List<Check> checks, ZoneReader.Read zones) {
        Value value = service.required("endpoints");
        if (value == null) {
            return Read.NONE;
        }
        List<Value> items = value.items(MAX_ENDPOINTS);
        Names.Unique names = new Names.Unique();
        Names.Unique addresses = new Names.Unique();
        List<EndpointPlan> plans = new ArrayList<>();
        List<HostPlan> hosts = new ArrayList<>();
        Value weight = null;
        Value tier = null;
        for (Value item : items) {
            Section section = item.section(Vocabulary.ENDPOINT);
            HostReader named = new HostReader(section, checks, zones);
            if (named.isHost()) {
                HostPlan host = named.read(names);
                if (host != null) {
                    hosts.add(host);
                }
            } else {
                EndpointPlan plan = endpoint(section, names, addresses, checks);
                if (plan != null) {
                    plans.add(plan);
                }
            }
            weight = weight == null ? section.get("weight") : weight;
            tier = tier == null ? section.get("tier") : tier;
        }
        if (value.isEmptyList()) {
            value.error("is empty", "add {name: …, region: …, address: …}");
        }
        int all = plans.size() + hosts.size();
        if (all == 0 || all < items.size()) {
            return Read.NONE;
        }
        HostReader.checkNumber(value, plans.size(), hosts.size());
        mixture(value, plans);
        return new Read(plans, hosts, weight, tier);
    }

    private static @Nullable EndpointPlan endpoint(
            Section section, Names.Unique names, Names.Unique addresses, List<Check> checks) {
        String name = name(section, names);
        String region = Names.label(section.get("region"));
        int weight = weight(section);
        int tier = tier(section);
        if (section.has("family")) {
            section.at("family").error("is of an endpoint that is a host name", "remove it");
        }
        Value addressValue = section.required("address");
        InetAddress address = usable(addressValue);
        if (addressValue == null || address == null || name == null) {
            return null;
        }
        addresses.take(addressValue, address, "the address " + Addresses.text(address));
        checks.forEach(check -> sameFamily(addressValue, address, check));
        return new EndpointPlan(name, region == null ? name : region, address, weight, tier);
    }

    /** What people call it by. */
    static @Nullable String name(Section section, Names.Unique names) {
        Value nameValue = section.required("name");
        String name = Names.label(nameValue);
        if (nameValue != null && name != null) {
            names.take(nameValue, name, "an endpoint with the name " + name);
        }
        return name;
    }

    static int weight(Section section) {
        return section.integer("weight", Eligible.MAX_WEIGHT, 0, Eligible.MAX_WEIGHT);
    }

    static int tier(Section section) {
        return section.integer("tier", 1, 1, MAX_TIER);
    }

    /** Whether the check's source can reach the address at all. */
    static void sameFamily(Value at, InetAddress address, Check check) {
        InetAddress source = check.source();
        if (source != null && source.getAddress().length != address.getAddress().length) {
            at.error(
                    Addresses.text(address) + " cannot be probed from " + Addresses.text(source)
                            + ", the source of check " + check.name() + ": they are of different families",
                    "use a check of its own");
        }
    }

    static AllDown fallback(Value value, List<EndpointPlan> endpoints) {
        Value list = value.section(Vocabulary.ALL_DOWN).required("fallback");
        if (list == null) {
            return new AllDown.FailOpen();
        }
        List<Value> items = list.items(MAX_ENDPOINTS);
        Names.Unique unique = new Names.Unique();
        List<InetAddress> addresses = new ArrayList<>();
        for (Value item : items) {
            InetAddress address = usable(item);
            if (address != null && unique.take(item, address, "the address " + Addresses.text(address))) {
                addresses.add(address);
            }
            if (endpoints.stream().anyMatch(endpoint -> endpoint.address().equals(address))) {
                item.warning("is the address of an endpoint, which is down when the fallback answers", null);
            }
        }
        if (list.isEmptyList()) {
            list.error("is empty", "add an address, or write fail-open or fail-closed");
        }
        return addresses.isEmpty() ? new AllDown.FailOpen() : new AllDown.Fallback(addresses);
    }

    /** An address that clients can connect to; null, and a problem, when it is none. */
    static @Nullable InetAddress usable(@Nullable Value value) {
        InetAddress address = Addresses.read(value);
        String trouble = address == null ? null : Addresses.unusable(address);
        if (value == null || address == null || trouble == null) {
            return address;
        }
        value.error(Addresses.text(address) + " " + trouble + ", which no client can connect to");
        return null;
    }

    private static void mixture(Value value, List<EndpointPlan> plans) {
        long local =
                plans.stream().filter(plan -> Addresses.isLocal(plan.address())).count();
        if (local > 0 && local < plans.size()) {
            value.warning("mixes private or loopback addresses with public ones: some clients reach only a part", null);
        }
    }
}
