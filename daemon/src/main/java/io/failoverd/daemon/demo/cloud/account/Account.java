package io.failoverd.daemon.demo.cloud.account;

import java.util.Optional;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * One version of everything that the account holds; maps are by id, domains by name.
 *
 * @param sick the addresses that the cloud's own health checks find dead
 * @param lastId the last id that was given away; ids only grow
 */
public record Account(
        PSortedMap<String, Domain> domains,
        PSortedMap<String, DnsGtmInstance> instances,
        PSortedMap<String, DnsGtmPool> pools,
        PSortedMap<String, DnsGtmStrategy> strategies,
        PSortedMap<String, CloudGtmAddress> addresses,
        PSortedMap<String, CloudGtmPool> addressPools,
        PSortedMap<String, CloudGtmConfig> configs,
        PSet<String> sick,
        long lastId) {
    /** A real record id has eighteen digits. */
    private static final long FIRST_ID = 900_000_000_000_000_000L;

    public static final Account EMPTY = new Account(
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePSet.empty(),
            FIRST_ID);

    /** A record and the domain that it is in. */
    public record Found(Domain domain, DomainRecord record) {}

    public Optional<Found> record(String recordId) {
        for (Domain domain : domains.values()) {
            DomainRecord record = domain.record(recordId);
            if (record != null) {
                return Optional.of(new Found(domain, record));
            }
        }
        return Optional.empty();
    }

    public String nextId() {
        return Long.toString(lastId + 1);
    }

    public Account withNextId() {
        return new Account(domains, instances, pools, strategies, addresses, addressPools, configs, sick, lastId + 1);
    }

    public Account with(Domain domain) {
        return new Account(
                domains.plus(domain.name(), domain),
                instances,
                pools,
                strategies,
                addresses,
                addressPools,
                configs,
                sick,
                lastId);
    }

    public Account with(DnsGtmInstance instance) {
        return new Account(
                domains,
                instances.plus(instance.id(), instance),
                pools,
                strategies,
                addresses,
                addressPools,
                configs,
                sick,
                lastId);
    }

    public Account with(DnsGtmPool pool) {
        return new Account(
                domains,
                instances,
                pools.plus(pool.id(), pool),
                strategies,
                addresses,
                addressPools,
                configs,
                sick,
                lastId);
    }

    public Account with(DnsGtmStrategy strategy) {
        return new Account(
                domains,
                instances,
                pools,
                strategies.plus(strategy.id(), strategy),
                addresses,
                addressPools,
                configs,
                sick,
                lastId);
    }

    public Account with(CloudGtmAddress address) {
        return new Account(
                domains,
                instances,
                pools,
                strategies,
                addresses.plus(address.id(), address),
                addressPools,
                configs,
                sick,
                lastId);
    }

    public Account with(CloudGtmPool pool) {
        return new Account(
                domains,
                instances,
                pools,
                strategies,
                addresses,
                addressPools.plus(pool.id(), pool),
                configs,
                sick,
                lastId);
    }

    public Account with(CloudGtmConfig config) {
        return new Account(
                domains,
                instances,
                pools,
                strategies,
                addresses,
                addressPools,
                configs.plus(config.id(), config),
                sick,
                lastId);
    }

    /** What the cloud's own health checks say of an address from now on. */
    public Account withHealth(String address, boolean healthy) {
        PSet<String> now = healthy ? sick.minus(address) : sick.plus(address);
        return new Account(domains, instances, pools, strategies, addresses, addressPools, configs, now, lastId);
    }
}
