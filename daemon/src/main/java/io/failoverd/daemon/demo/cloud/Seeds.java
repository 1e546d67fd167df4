package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmConfig;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmInstance;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmStrategy;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import java.util.ArrayList;
import java.util.List;

/** Accounts to begin with. */
public final class Seeds {
    public static final String GTM_INSTANCE = "gtm-cn-fake0002";
    public static final String GTM_POOL = "pool-primary";
    public static final String GTM_SPARE_POOL = "pool-secondary";
    public static final String GTM_STRATEGY = "strategy-default";
    public static final String CLOUD_GTM_INSTANCE = "gtm-cn-fake0003";
    public static final String CLOUD_GTM_POOL = "pool-900000000000000001";
    public static final String CLOUD_GTM_CONFIG = "Config-900000000000000001";

    /** Nothing is looked up below it, so nobody's traffic is in the way. */
    private static final String GTM_ZONE = "gtm.alidns.test";

    private Seeds() {}

    /**
     * The same addresses three times over: as records of {@code www}, in a pool of GTM 2.0 behind
     * {@code gtm2} (a CNAME), and in a pool of GTM 3.0 behind {@code gtm3}.
     *
     * @param addresses of version 4, at least one
     */
    public static Account everything(String domain, Edition edition, List<String> addresses) {
        return cloudGtm(
                dnsGtm(records(Account.EMPTY, domain, edition, addresses), domain, addresses),
                "gtm3",
                domain,
                addresses);
    }

    /**
     * The same addresses in a pool of GTM 3.0 behind a name of a domain that has no records.
     *
     * @param host the name below the domain
     */
    public static Account cloudGtm(String host, String domain, Edition edition, List<String> addresses) {
        Account now = Account.EMPTY.withNextId();
        return cloudGtm(now.with(Domain.empty(Long.toString(now.lastId()), domain, edition)), host, domain, addresses);
    }

    /** A domain with one record of {@code www} for each address. */
    public static Account records(Account account, String domain, Edition edition, List<String> addresses) {
        Account now = account.withNextId();
        Domain filled = Domain.empty(Long.toString(now.lastId()), domain, edition);
        for (String address : addresses) {
            now = now.withNextId();
            filled = filled.with(DomainRecord.of(Long.toString(now.lastId()), "www", "A", address, edition.minTtl()));
        }
        return now.with(filled);
    }

    private static Account dnsGtm(Account account, String domain, List<String> addresses) {
        var instance =
                new DnsGtmInstance(GTM_INSTANCE, "fake", "ultimate", "GEO", 60, "www-fake", GTM_ZONE, "gtm2." + domain);
        var pool = new DnsGtmPool(
                GTM_POOL,
                GTM_INSTANCE,
                "primary",
                "IPV4",
                "ALL_RR",
                "monitor-1",
                addresses.stream()
                        .map(address -> new DnsGtmPool.Addr(address, "SMART", 1, "{\"lineCodes\":[\"default\"]}", ""))
                        .toList());
        var spare = new DnsGtmPool(
                GTM_SPARE_POOL,
                GTM_INSTANCE,
                "secondary",
                "IPV4",
                "ALL_RR",
                "",
                List.of(new DnsGtmPool.Addr(addresses.getLast(), "ONLINE", 1, "", "")));
        var strategy = new DnsGtmStrategy(
                GTM_STRATEGY,
                GTM_INSTANCE,
                "default",
                "AUTO",
                new DnsGtmStrategy.Group("ALL_RR", 1, List.of(new DnsGtmStrategy.PoolRef(GTM_POOL, 1))),
                new DnsGtmStrategy.Group("ALL_RR", 1, List.of(new DnsGtmStrategy.PoolRef(GTM_SPARE_POOL, 1))));
        Account now =
                account.with(instance).with(pool).with(spare).with(strategy).withNextId();
        Domain known = now.domains().get(domain);
        if (known == null) {
            return now;
        }
        var alias = DomainRecord.of(
                Long.toString(now.lastId()),
                "gtm2",
                "CNAME",
                instance.cname(),
                known.edition().minTtl());
        return now.with(known.with(alias));
    }

    private static Account cloudGtm(Account account, String host, String domain, List<String> addresses) {
        Account now = account;
        var slots = new ArrayList<CloudGtmPool.Slot>();
        for (String address : addresses) {
            now = now.withNextId();
            String id = "addr-" + now.lastId();
            int number = slots.size() + 1;
            now = now.with(new CloudGtmAddress(
                    id,
                    "address-" + number,
                    address,
                    "IPv4",
                    true,
                    false,
                    true,
                    "any_ok",
                    List.of(new CloudGtmAddress.HealthTask("mtp-1", "IPv4-TCP", 443))));
            slots.add(new CloudGtmPool.Slot(id, number, 1, List.of("default")));
        }
        var pool =
                new CloudGtmPool(CLOUD_GTM_POOL, "pool-1", "IPv4", true, "round_robin", "preemptive", "any_ok", slots);
        var config = new CloudGtmConfig(
                CLOUD_GTM_CONFIG,
                CLOUD_GTM_INSTANCE,
                host,
                domain,
                "A",
                true,
                60,
                "sequence",
                "preemptive",
                List.of(new CloudGtmPool.Slot(CLOUD_GTM_POOL, 1, 1, List.of("default"))));
        return now.with(pool).with(config);
    }
}
