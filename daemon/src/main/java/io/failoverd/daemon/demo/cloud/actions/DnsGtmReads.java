package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.DnsGtmHealth;
import io.failoverd.daemon.demo.cloud.account.DnsGtmInstance;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmStrategy;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** GTM 2.0, read. */
final class DnsGtmReads {
    private static final int MOST_OF_A_PAGE = 100;

    static final List<Operation> OPERATIONS = List.of(
            Operation.read("DescribeDnsGtmInstances", DnsGtmReads::instances),
            Operation.read("DescribeDnsGtmInstance", DnsGtmReads::instance),
            Operation.read("DescribeDnsGtmInstanceStatus", DnsGtmReads::status),
            Operation.read("DescribeDnsGtmInstanceAddressPools", DnsGtmReads::pools),
            Operation.read("DescribeDnsGtmInstanceAddressPool", DnsGtmReads::pool),
            Operation.read("DescribeDnsGtmAccessStrategies", DnsGtmReads::strategies),
            Operation.read("DescribeDnsGtmAccessStrategy", DnsGtmReads::strategy));

    private DnsGtmReads() {}

    static DnsGtmInstance foundInstance(ApiCall call, Account account) throws Refusal {
        DnsGtmInstance instance = account.instances().get(call.required("InstanceId"));
        if (instance == null) {
            // [?] by the pattern of the pool's code.
            throw new Refusal("DnsGtmInstance.NotExists", "The specified instance does not exist.");
        }
        return instance;
    }

    static DnsGtmPool foundPool(ApiCall call, Account account) throws Refusal {
        DnsGtmPool pool = account.pools().get(call.required("AddrPoolId"));
        if (pool == null) {
            // As Terraform's provider expects it.
            throw new Refusal("DnsGtmAddrPool.NotExists", "The specified address pool does not exist.");
        }
        return pool;
    }

    static DnsGtmStrategy foundStrategy(ApiCall call, Account account) throws Refusal {
        DnsGtmStrategy strategy = account.strategies().get(call.required("StrategyId"));
        if (strategy == null) {
            // [?] by the pattern of the pool's code.
            throw new Refusal("DnsGtmAccessStrategy.NotExists", "The specified access strategy does not exist.");
        }
        return strategy;
    }

    private static Outcome instances(ApiCall call, Account account) throws Refusal {
        Page page = Page.of(call, MOST_OF_A_PAGE);
        String keyword = call.text("Keyword", "");
        var notice = new JsonObject()
                .put("NoticeType", "ADDR_ALERT")
                .put("EmailNotice", "true")
                .put("SmsNotice", "false")
                .put("DingtalkNotice", "false");
        List<JsonObject> found = account.instances().values().stream()
                .filter(each -> each.id().contains(keyword) || each.name().contains(keyword))
                .map(each -> described(account, each)
                        .put(
                                "Config",
                                config(each)
                                        .put("PublicZoneName", each.publicZone())
                                        .put("AlertConfig", new JsonArray().add(notice))))
                .toList();
        return Outcome.read(account, page.bare("GtmInstances", found));
    }

    private static Outcome instance(ApiCall call, Account account) throws Refusal {
        DnsGtmInstance instance = foundInstance(call, account);
        var notice = new JsonObject()
                .put("NoticeType", "ADDR_ALERT")
                .put("EmailNotice", true)
                .put("SmsNotice", false)
                .put("DingtalkNotice", false);
        JsonObject config = config(instance)
                .put("PubicZoneName", instance.publicZone())
                .put("AlertConfig", new JsonObject().put("AlertConfig", new JsonArray().add(notice)));
        return Outcome.read(account, described(account, instance).put("Config", config));
    }

    private static JsonObject described(Account account, DnsGtmInstance instance) {
        long tasks = pools(account, instance.id())
                .filter(pool -> !pool.monitorConfigId().isEmpty())
                .count();
        var used = new JsonObject()
                .put("TaskUsedCount", tasks)
                .put("EmailUsedCount", 0)
                .put("SmsUsedCount", 0)
                .put("DingtalkUsedCount", 0);
        return new JsonObject()
                .put("InstanceId", instance.id())
                .put("VersionCode", instance.versionCode())
                .put("PaymentType", "Subscription")
                .put("TaskQuota", 100)
                .put("SmsQuota", 1000)
                .put("UsedQuota", used);
    }

    private static JsonObject config(DnsGtmInstance instance) {
        return new JsonObject()
                .put("InstanceName", instance.name())
                .put("StrategyMode", instance.strategyMode())
                .put("Ttl", instance.ttl())
                .put("CnameType", "PUBLIC")
                .put("PublicCnameMode", "CUSTOM")
                .put("PublicRr", instance.publicRr())
                .put("PublicUserDomainName", instance.userDomain())
                .put("AlertGroup", "[]");
    }

    private static Outcome status(ApiCall call, Account account) throws Refusal {
        DnsGtmInstance instance = foundInstance(call, account);
        long all = pools(account, instance.id())
                .mapToLong(pool -> pool.addrs().size())
                .sum();
        long up = pools(account, instance.id())
                .mapToLong(pool -> DnsGtmHealth.available(account, pool).size())
                .sum();
        List<DnsGtmStrategy> strategies = strategies(account, instance.id());
        long deadSets = strategies.stream()
                .flatMap(each -> List.of(each.primary(), each.secondary()).stream())
                .filter(group -> !DnsGtmHealth.available(account, group))
                .count();
        long dead = strategies.stream()
                .filter(each -> !DnsGtmHealth.available(account, DnsGtmHealth.effective(account, each)))
                .count();
        long switched = strategies.stream()
                .filter(each -> DnsGtmHealth.failedOver(account, each))
                .count();
        return Outcome.read(
                account,
                new JsonObject()
                        .put("AddrAvailableNum", up)
                        .put("AddrNotAvailableNum", all - up)
                        .put("AddrPoolGroupNotAvailableNum", deadSets)
                        .put("StrategyNotAvailableNum", dead)
                        .put("SwitchToFailoverStrategyNum", switched));
    }

    private static java.util.stream.Stream<DnsGtmPool> pools(Account account, String instanceId) {
        return account.pools().values().stream()
                .filter(pool -> pool.instanceId().equals(instanceId));
    }

    private static List<DnsGtmStrategy> strategies(Account account, String instanceId) {
        return account.strategies().values().stream()
                .filter(each -> each.instanceId().equals(instanceId))
                .toList();
    }

    private static Outcome pools(ApiCall call, Account account) throws Refusal {
        DnsGtmInstance instance = foundInstance(call, account);
        Page page = Page.of(call, MOST_OF_A_PAGE);
        List<JsonObject> found =
                pools(account, instance.id()).map(DnsGtmReads::described).toList();
        return Outcome.read(account, page.paged("AddrPools", "AddrPool", found));
    }

    private static JsonObject described(DnsGtmPool pool) {
        boolean monitored = !pool.monitorConfigId().isEmpty();
        var body = new JsonObject()
                .put("AddrPoolId", pool.id())
                .put("Name", pool.name())
                .put("Type", pool.type())
                .put("LbaStrategy", pool.lbaStrategy())
                .put("AddrCount", pool.addrs().size())
                .put("MonitorStatus", monitored ? "OPEN" : "UNCONFIGURED");
        return monitored ? body.put("MonitorConfigId", pool.monitorConfigId()) : body;
    }

    private static Outcome pool(ApiCall call, Account account) throws Refusal {
        DnsGtmPool pool = foundPool(call, account);
        var addrs = new JsonArray();
        for (DnsGtmPool.Addr addr : pool.addrs()) {
            boolean alert = !pool.monitorConfigId().isEmpty() && account.sick().contains(addr.addr());
            addrs.add(new JsonObject()
                    .put("Addr", addr.addr())
                    .put("Mode", addr.mode())
                    .put("LbaWeight", addr.lbaWeight())
                    .put("AttributeInfo", addr.attributeInfo())
                    .put("Remark", addr.remark())
                    .put("AlertStatus", alert ? "ALERT" : "OK"));
        }
        return Outcome.read(account, described(pool).put("Addrs", new JsonObject().put("Addr", addrs)));
    }

    private static Outcome strategies(ApiCall call, Account account) throws Refusal {
        DnsGtmInstance instance = foundInstance(call, account);
        String mode = call.oneOf("StrategyMode", List.of("GEO", "LATENCY"));
        Page page = Page.of(call, MOST_OF_A_PAGE);
        List<JsonObject> found = strategies(account, instance.id()).stream()
                .filter(_ -> instance.strategyMode().equals(mode))
                .map(each -> listed(account, each))
                .toList();
        return Outcome.read(account, page.paged("Strategies", "Strategy", found));
    }

    private static JsonObject listed(Account account, DnsGtmStrategy strategy) {
        DnsGtmStrategy.Group group = DnsGtmHealth.effective(account, strategy);
        return new JsonObject()
                .put("StrategyId", strategy.id())
                .put("StrategyName", strategy.name())
                .put("EffectiveAddrPoolGroupType", effective(account, strategy))
                .put("EffectiveAddrPoolType", type(account, group))
                .put("EffectiveLbaStrategy", group.lbaStrategy())
                .put("EffectiveAddrPools", refs(account, group, "EffectiveAddrPool"))
                .put("Lines", lines());
    }

    private static String effective(Account account, DnsGtmStrategy strategy) {
        return DnsGtmHealth.failedOver(account, strategy) ? "FAILOVER" : "DEFAULT";
    }

    private static String type(Account account, DnsGtmStrategy.Group group) {
        List<DnsGtmPool> pools = DnsGtmHealth.pools(account, group);
        return pools.isEmpty() ? "IPV4" : pools.getFirst().type();
    }

    /** The default line alone: what is told apart by line is no part of this fake. */
    private static JsonObject lines() {
        var line = new JsonObject()
                .put("LineCode", "default")
                .put("LineName", "global")
                .put("GroupCode", "default")
                .put("GroupName", "global");
        return new JsonObject().put("Line", new JsonArray().add(line));
    }

    private static JsonObject refs(Account account, DnsGtmStrategy.Group group, String element) {
        var refs = new JsonArray();
        for (DnsGtmStrategy.PoolRef ref : group.pools()) {
            DnsGtmPool pool = Objects.requireNonNull(account.pools().get(ref.poolId()), ref.poolId());
            refs.add(new JsonObject()
                    .put("Id", pool.id())
                    .put("Name", pool.name())
                    .put("AddrCount", pool.addrs().size())
                    .put("LbaWeight", ref.lbaWeight()));
        }
        return new JsonObject().put(element, refs);
    }

    private static Outcome strategy(ApiCall call, Account account) throws Refusal {
        DnsGtmStrategy strategy = foundStrategy(call, account);
        DnsGtmInstance instance =
                Objects.requireNonNull(account.instances().get(strategy.instanceId()), strategy.instanceId());
        var body = new JsonObject()
                .put("StrategyId", strategy.id())
                .put("StrategyName", strategy.name())
                .put("InstanceId", strategy.instanceId())
                .put("StrategyMode", instance.strategyMode())
                .put("AccessMode", strategy.accessMode())
                .put("EffectiveAddrPoolGroupType", effective(account, strategy))
                .put("Lines", lines());
        put(body, account, "Default", strategy.primary());
        put(body, account, "Failover", strategy.secondary());
        return Outcome.read(account, body);
    }

    private static void put(JsonObject body, Account account, String side, DnsGtmStrategy.Group group) {
        boolean available = DnsGtmHealth.available(account, group);
        body.put(side + "AddrPoolGroupStatus", available ? "AVAILABLE" : "NOT_AVAILABLE")
                .put(side + "AddrPoolType", type(account, group))
                .put(side + "AddrPools", refs(account, group, side + "AddrPool"))
                .put(side + "AvailableAddrNum", DnsGtmHealth.availableAddrs(account, group))
                .put(side + "MinAvailableAddrNum", group.minAvailable())
                .put(side + "MaxReturnAddrNum", 0)
                .put(side + "LbaStrategy", group.lbaStrategy())
                .put(side + "LatencyOptimization", "CLOSE");
    }
}
