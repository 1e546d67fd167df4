package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.DnsGtmProvider;
import io.failoverd.dns.gtm.DnsGtmSettings;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A pool of GTM 2.0. */
final class Gtm2Place implements Place {
    private static final String DOMAIN = "example.com";
    private static final String NAME = "gtm2." + DOMAIN;
    private static final String OFF = "OFFLINE";

    private final List<String> addresses;
    private final Control control;

    Gtm2Place(Random random) {
        control = random.nextBoolean() ? Control.SMART : Control.ONLINE;
        // Two addresses that take turns are the shortest way to a name without any.
        addresses = random.nextBoolean()
                ? List.of("203.0.113.10", "203.0.113.20")
                : List.of("203.0.113.10", "203.0.113.20", "203.0.113.30");
    }

    @Override
    public Account account() {
        return Seeds.everything(DOMAIN, Edition.ENTERPRISE_ULTIMATE, addresses.subList(0, 2));
    }

    @Override
    public List<ManagedName> names() {
        return List.of(new ManagedName(
                NAME,
                Seeds.GTM_INSTANCE,
                addresses.stream().map(InetAddress::ofLiteral).toList(),
                Duration.ZERO));
    }

    @Override
    public Provider provider(AliyunApi api) {
        return new DnsGtmProvider(api, new DnsGtmSettings(List.of(Seeds.GTM_POOL), control, List.of()));
    }

    private static DnsGtmPool pool(Account account) {
        return account.pools().get(Seeds.GTM_POOL);
    }

    @Override
    public Set<String> on(Account account, String name) {
        var on = new TreeSet<String>();
        pool(account).addrs().stream().filter(each -> !each.mode().equals(OFF)).forEach(each -> on.add(each.addr()));
        return on;
    }

    @Override
    public Map<String, Map<String, Boolean>> switches(Account now, String action, Map<String, String> parameters) {
        if (!action.equals("UpdateDnsGtmAddressPool")) {
            return Map.of();
        }
        var list = new TreeMap<String, Boolean>();
        // What the list leaves out leaves the pool.
        pool(now).addrs().forEach(each -> list.put(each.addr(), false));
        for (int i = 1; parameters.containsKey("Addr." + i + ".Addr"); i++) {
            list.put(
                    parameters.get("Addr." + i + ".Addr"),
                    !parameters.get("Addr." + i + ".Mode").equals(OFF));
        }
        return Map.of(NAME, list);
    }

    @Override
    public void switchOn(Cloud cloud, String name, String address) {
        cloud.change(account -> {
            DnsGtmPool pool = pool(account);
            var addrs = new ArrayList<>(pool.addrs());
            addrs.removeIf(each -> each.addr().equals(address));
            addrs.add(new DnsGtmPool.Addr(address, "SMART", 1, "{\"lineCodes\":[\"default\"]}", ""));
            return account.with(new DnsGtmPool(
                    pool.id(),
                    pool.instanceId(),
                    pool.name(),
                    pool.type(),
                    pool.lbaStrategy(),
                    pool.monitorConfigId(),
                    addrs));
        });
    }
}
