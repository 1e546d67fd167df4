package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.CloudGtmProvider;
import io.failoverd.dns.gtm.CloudGtmSettings;
import io.failoverd.dns.gtm.CloudGtmSettings.TakeOut;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A pool of GTM 3.0. */
final class Gtm3Place implements Place {
    private static final String DOMAIN = "example.com";
    private static final String NAME = "gtm3." + DOMAIN;

    private final List<String> addresses;
    private final Control control;
    private final TakeOut takeOut;

    Gtm3Place(Random random) {
        control = random.nextBoolean() ? Control.SMART : Control.ONLINE;
        takeOut = random.nextBoolean() ? TakeOut.MANUAL : TakeOut.DISABLE;
        // Two addresses that take turns are the shortest way to a name without any.
        addresses = random.nextBoolean()
                ? List.of("203.0.113.10", "203.0.113.20")
                : List.of("203.0.113.10", "203.0.113.20", "203.0.113.30");
    }

    @Override
    public Account account() {
        return Seeds.everything(DOMAIN, Edition.ENTERPRISE_ULTIMATE, addresses);
    }

    @Override
    public List<ManagedName> names() {
        return List.of(new ManagedName(
                NAME,
                Seeds.CLOUD_GTM_INSTANCE,
                addresses.stream().map(InetAddress::ofLiteral).toList(),
                Duration.ZERO));
    }

    @Override
    public Provider provider(AliyunApi api) {
        return new CloudGtmProvider(
                api,
                new CloudGtmSettings(Optional.of(Seeds.CLOUD_GTM_INSTANCE), List.of(), control, takeOut, List.of()));
    }

    private static boolean isOn(CloudGtmAddress address) {
        return address.enabled() && (!address.manual() || address.manualAvailable());
    }

    @Override
    public Set<String> on(Account account, String name) {
        var on = new TreeSet<String>();
        for (CloudGtmPool.Slot slot :
                account.addressPools().get(Seeds.CLOUD_GTM_POOL).addresses()) {
            CloudGtmAddress address = account.addresses().get(slot.id());
            if (isOn(address)) {
                on.add(address.address());
            }
        }
        return on;
    }

    @Override
    public Map<String, Map<String, Boolean>> switches(Account now, String action, Map<String, String> parameters) {
        Boolean on = switch (action) {
            case "UpdateCloudGtmAddressManualAvailableStatus" ->
                !"manual".equals(parameters.get("AvailableMode"))
                        || "available".equals(parameters.get("ManualAvailableStatus"));
            case "UpdateCloudGtmAddressEnableStatus" -> "enable".equals(parameters.get("EnableStatus"));
            default -> null;
        };
        CloudGtmAddress address = now.addresses().get(parameters.getOrDefault("AddressId", ""));
        return on == null || address == null ? Map.of() : Map.of(NAME, new TreeMap<>(Map.of(address.address(), on)));
    }

    @Override
    public void switchOn(Cloud cloud, String name, String address) {
        cloud.change(account -> {
            for (CloudGtmAddress each : account.addresses().values()) {
                if (each.address().equals(address)) {
                    return account.with(each.withEnabled(true).withManual(false, true));
                }
            }
            Account next = account.withNextId();
            String id = "addr-" + next.lastId();
            CloudGtmPool pool = next.addressPools().get(Seeds.CLOUD_GTM_POOL);
            var slots = new ArrayList<>(pool.addresses());
            slots.add(new CloudGtmPool.Slot(id, slots.size() + 1, 1, List.of("default")));
            return next.with(new CloudGtmAddress(id, id, address, "IPv4", true, false, true, "any_ok", List.of()))
                    .with(pool.withAddresses(slots));
        });
    }
}
