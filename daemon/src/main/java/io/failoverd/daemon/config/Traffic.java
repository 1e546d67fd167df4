package io.failoverd.daemon.config;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Apportionment;
import io.failoverd.daemon.core.pool.Eligible;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Share;
import io.failoverd.daemon.core.pool.Surge;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where the requests of a service go while all is well, and when a region is gone, by the core's own rules. */
record Traffic(ServicePlan service) {
    /** An endpoint and its part of all requests. */
    record Busiest(String endpoint, Share share) {}

    /** The endpoint whose death costs most; of equals the first. */
    Busiest busiest() {
        SortedMap<String, Share> shares = shares();
        Busiest most = new Busiest(service.endpoints().getFirst().name(), Share.ZERO);
        for (EndpointPlan endpoint : service.endpoints()) {
            Share share = shares.getOrDefault(endpoint.name(), Share.ZERO);
            if (share.compareTo(most.share()) > 0) {
                most = new Busiest(endpoint.name(), share);
            }
        }
        return most;
    }

    /** An endpoint's part of all requests while all is well. */
    Share share(String endpoint) {
        return shares().getOrDefault(endpoint, Share.ZERO);
    }

    private SortedMap<String, Share> shares() {
        return Surge.load(rules().traffic(), answers(_ -> true), by(EndpointPlan::name));
    }

    /** The regions over their capacity while everything is healthy. */
    List<Surge.Overrun> overruns() {
        return predicted(_ -> true);
    }

    /** The regions over their capacity once a region is gone. */
    List<Surge.Overrun> overrunsWithout(String region) {
        return predicted(endpoint -> !endpoint.region().equals(region));
    }

    SortedSet<String> regions() {
        var regions = new TreeSet<String>();
        service.endpoints().forEach(endpoint -> regions.add(endpoint.region()));
        return regions;
    }

    private List<Surge.Overrun> predicted(Predicate<EndpointPlan> staying) {
        if (rules().capacity().isEmpty()) {
            return List.of();
        }
        return Surge.predict(
                rules().capacity(), rules().traffic(), answers(_ -> true), answers(staying), by(EndpointPlan::region));
    }

    private Answers answers(Predicate<EndpointPlan> healthy) {
        List<Eligible> eligible = service.endpoints().stream()
                .filter(healthy)
                .map(plan -> new Eligible(
                        plan.name(), plan.region(), plan.address(), plan.weight(), plan.tier(), Eligible.FULL))
                .toList();
        return Apportionment.of(rules().policy(), eligible, 0).answers();
    }

    private Map<InetAddress, String> by(Function<EndpointPlan, String> name) {
        var names = new HashMap<InetAddress, String>();
        service.endpoints()
                .forEach(endpoint -> names.put(endpoint.address(), Objects.requireNonNull(name.apply(endpoint))));
        return names;
    }

    private PoolRules rules() {
        return service.rules();
    }
}
