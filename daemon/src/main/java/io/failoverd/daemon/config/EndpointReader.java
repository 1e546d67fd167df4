package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.probes.model.Check;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the endpoints of a service, and the fallback addresses. */
final class EndpointReader {
    /** As many addresses as an answer may hold and still fit 1,232 bytes in either family. */
    static final int MAX_ENDPOINTS = 32;

    /** @param check what will probe them; null when the file does not say */
    List<EndpointPlan> read(Section service, @Nullable Check check) {
        Value value = service.required("endpoints");
        if (value == null) {
            return List.of();
        }
        List<Value> items = value.items(MAX_ENDPOINTS);
        Names.Unique names = new Names.Unique();
        Names.Unique addresses = new Names.Unique();
        List<EndpointPlan> plans = new ArrayList<>();
        boolean complete = !items.isEmpty();
        for (Value item : items) {
            EndpointPlan plan = endpoint(item.section(Vocabulary.ENDPOINT), names, addresses, check);
            if (plan == null) {
                complete = false;
            } else {
                plans.add(plan);
            }
        }
        if (value.isEmptyList()) {
            value.error("is empty", "add {name: …, region: …, address: …}");
        }
        if (complete) {
            mixture(value, plans);
        }
        return complete ? plans : List.of();
    }

    private static @Nullable EndpointPlan endpoint(
            Section section, Names.Unique names, Names.Unique addresses, @Nullable Check check) {
        Value nameValue = section.required("name");
        String name = Names.label(nameValue);
        if (nameValue != null && name != null) {
            names.take(nameValue, name, "an endpoint with the name " + name);
        }
        String region = Names.label(section.get("region"));
        Value addressValue = section.required("address");
        InetAddress address = usable(addressValue);
        if (addressValue == null || address == null || name == null) {
            return null;
        }
        addresses.take(addressValue, address, "the address " + Addresses.text(address));
        InetAddress source = check == null ? null : check.source();
        if (check != null && source != null && source.getAddress().length != address.getAddress().length) {
            addressValue.error(
                    Addresses.text(address) + " cannot be probed from " + Addresses.text(source)
                            + ", the source of check " + check.name() + ": they are of different families",
                    "use a check of its own");
        }
        return new EndpointPlan(name, region == null ? name : region, address);
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
