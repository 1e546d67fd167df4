package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmConfig;
import io.failoverd.daemon.demo.cloud.account.CloudGtmHealth;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** GTM 3.0, read. */
final class CloudGtmReads {
    private static final int MOST_OF_A_PAGE = 100;

    static final List<Operation> OPERATIONS = List.of(
            Operation.read("ListCloudGtmInstanceConfigs", CloudGtmReads::configs),
            Operation.read("ListCloudGtmAddressPools", CloudGtmReads::pools),
            Operation.read("DescribeCloudGtmAddressPool", CloudGtmReads::pool),
            Operation.read("ListCloudGtmAddresses", CloudGtmReads::addresses),
            Operation.read("DescribeCloudGtmAddress", CloudGtmReads::address));

    private CloudGtmReads() {}

    static CloudGtmAddress foundAddress(ApiCall call, Account account) throws Refusal {
        return foundAddress(call.required("AddressId"), account);
    }

    static CloudGtmAddress foundAddress(String id, Account account) throws Refusal {
        CloudGtmAddress address = account.addresses().get(id);
        if (address == null) {
            // [?] by the pattern of the codes that are known.
            throw new Refusal("CloudGtm.Address.NotFound", "The specified address does not exist.");
        }
        return address;
    }

    static CloudGtmPool foundPool(ApiCall call, Account account) throws Refusal {
        CloudGtmPool pool = account.addressPools().get(call.required("AddressPoolId"));
        if (pool == null) {
            // [?] by the pattern of the codes that are known.
            throw new Refusal("CloudGtm.AddressPool.NotFound", "The specified address pool does not exist.");
        }
        return pool;
    }

    private static boolean asked(ApiCall call, String name, String value) {
        return !call.has(name) || call.text(name, "").equalsIgnoreCase(value);
    }

    private static String enabled(boolean enabled) {
        return enabled ? "enable" : "disable";
    }

    private static String available(boolean available) {
        return available ? "available" : "unavailable";
    }

    private static Outcome configs(ApiCall call, Account account) throws Refusal {
        Page page = Page.of(call, MOST_OF_A_PAGE);
        List<JsonObject> found = account.configs().values().stream()
                .filter(each -> asked(call, "InstanceId", each.instanceId())
                        && asked(call, "EnableStatus", enabled(each.enabled()))
                        && asked(call, "ScheduleDomainName", each.domainName())
                        && asked(call, "ScheduleZoneName", each.zone()))
                .map(each -> described(account, each))
                .toList();
        return Outcome.read(account, page.paged("InstanceConfigs", "InstanceConfig", found));
    }

    private static JsonObject described(Account account, CloudGtmConfig config) {
        var pools = new JsonArray();
        for (CloudGtmPool.Slot slot : config.pools()) {
            CloudGtmPool pool = Objects.requireNonNull(account.addressPools().get(slot.id()), slot.id());
            pools.add(slot(described(account, pool), slot));
        }
        return new JsonObject()
                .put("ConfigId", config.id())
                .put("InstanceId", config.instanceId())
                .put("VersionCode", "ultimate")
                .put("CommodityCode", "dns_gtm_public_intl")
                .put("ScheduleZoneMode", "custom")
                .put("ScheduleZoneName", config.zone())
                .put("ScheduleHostname", config.hostname())
                .put("ScheduleDomainName", config.domainName())
                .put("ScheduleRrType", config.rrType())
                .put("Ttl", config.ttl())
                .put("EnableStatus", enabled(config.enabled()))
                .put("HealthStatus", CloudGtmHealth.of(account, config))
                .put("AvailableStatus", available(CloudGtmHealth.available(account, config)))
                .put("AddressPoolLbStrategy", config.lbStrategy())
                .put("SequenceLbStrategyMode", config.sequenceMode())
                .put("AddressPools", new JsonObject().put("AddressPool", pools));
    }

    private static JsonObject slot(JsonObject body, CloudGtmPool.Slot slot) {
        return body.put("SerialNumber", slot.serialNumber())
                .put("WeightValue", slot.weight())
                .put("RequestSource", new JsonObject().put("RequestSource", new JsonArray(slot.requestSource())));
    }

    private static Outcome pools(ApiCall call, Account account) throws Refusal {
        Page page = Page.of(call, MOST_OF_A_PAGE);
        List<JsonObject> found = account.addressPools().values().stream()
                .filter(each -> asked(call, "AddressPoolName", each.name())
                        && asked(call, "AddressPoolType", each.type())
                        && asked(call, "EnableStatus", enabled(each.enabled())))
                .map(each -> withAddresses(account, each))
                .toList();
        return Outcome.read(account, page.paged("AddressPools", "AddressPool", found));
    }

    private static Outcome pool(ApiCall call, Account account) throws Refusal {
        return Outcome.read(account, withAddresses(account, foundPool(call, account)));
    }

    private static JsonObject withAddresses(Account account, CloudGtmPool pool) {
        var addresses = new JsonArray();
        for (CloudGtmPool.Slot slot : pool.addresses()) {
            CloudGtmAddress address = Objects.requireNonNull(account.addresses().get(slot.id()), slot.id());
            addresses.add(slot(described(account, address, false), slot));
        }
        return described(account, pool).put("Addresses", new JsonObject().put("Address", addresses));
    }

    private static JsonObject described(Account account, CloudGtmPool pool) {
        return new JsonObject()
                .put("AddressPoolId", pool.id())
                .put("AddressPoolName", pool.name())
                .put("AddressPoolType", pool.type())
                .put("EnableStatus", enabled(pool.enabled()))
                .put("HealthStatus", CloudGtmHealth.of(account, pool))
                .put("AvailableStatus", available(CloudGtmHealth.available(account, pool)))
                .put("HealthJudgement", pool.healthJudgement())
                .put("AddressLbStrategy", pool.lbStrategy())
                .put("SequenceLbStrategyMode", pool.sequenceMode());
    }

    /** The one pair of lists where the API insists on a page. */
    private static Outcome addresses(ApiCall call, Account account) throws Refusal {
        call.required("PageNumber");
        call.required("PageSize");
        Page page = Page.of(call, MOST_OF_A_PAGE);
        List<JsonObject> found = account.addresses().values().stream()
                .filter(each -> asked(call, "Address", each.address())
                        && asked(call, "AddressId", each.id())
                        && asked(call, "Name", each.name())
                        && asked(call, "Type", each.type())
                        && asked(call, "EnableStatus", enabled(each.enabled()))
                        && asked(call, "HealthStatus", CloudGtmHealth.of(account, each)))
                .map(each -> described(account, each, true))
                .toList();
        return Outcome.read(account, page.paged("Addresses", "Address", found));
    }

    private static Outcome address(ApiCall call, Account account) throws Refusal {
        return Outcome.read(account, described(account, foundAddress(call, account), true));
    }

    private static JsonObject described(Account account, CloudGtmAddress address, boolean monitors) {
        boolean sick = account.sick().contains(address.address());
        var tasks = new JsonArray();
        for (CloudGtmAddress.HealthTask task : address.healthTasks()) {
            var told = new JsonObject()
                    .put("TemplateId", task.templateId())
                    .put("TemplateName", task.templateName())
                    .put("Port", task.port());
            tasks.add(monitors ? told.put("MonitorStatus", sick ? "alert" : "ok") : told);
        }
        return new JsonObject()
                .put("AddressId", address.id())
                .put("Name", address.name())
                .put("Address", address.address())
                .put("Type", address.type())
                .put("EnableStatus", enabled(address.enabled()))
                .put("AvailableMode", address.manual() ? "manual" : "auto")
                .put("ManualAvailableStatus", available(address.manualAvailable()))
                .put("HealthStatus", CloudGtmHealth.of(account, address))
                .put("AvailableStatus", available(CloudGtmHealth.available(account, address)))
                .put("HealthJudgement", address.healthJudgement())
                .put("HealthTasks", new JsonObject().put("HealthTask", tasks));
    }
}
