package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.DnsGtmHealth;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmStrategy;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.DnsGtmProvider;
import io.failoverd.dns.gtm.DnsGtmSettings;
import io.failoverd.dns.model.Control;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code gtm2.example.com}, an alias of an instance of GTM 2.0 with a pool for each family. */
final class Gtm2Stage extends GtmStage {
    static final String NAME = "gtm2.example.com";
    static final String FOUR = "pool-four";
    static final String SIXES = "pool-six";
    static final String LINES = "{\"lineCodes\":[\"aliyun_r_cn-hangzhou\"]}";
    static final String REMARK = "a remark";

    private final DnsGtmProvider provider;
    private final Control control;

    Gtm2Stage(Control control, UnaryOperator<CloudSettings> settings) throws IOException {
        this(
                io.failoverd.daemon.publish.Account.start(
                        Edition.ENTERPRISE_ULTIMATE, settings, "192.0.2.1", "192.0.2.2"),
                control,
                List.of(FOUR, SIXES));
    }

    Gtm2Stage(Control control) throws IOException {
        this(control, UnaryOperator.identity());
    }

    private Gtm2Stage(FakeCloud cloud, Control control, List<String> pools) {
        super(cloud, NAME, Seeds.GTM_INSTANCE, "DescribeDnsGtmInstanceAddressPool", "UpdateDnsGtmAddressPool");
        this.control = control;
        this.provider = provider(pools);
        cloud.cloud()
                .change(account ->
                        account.with(strategy(Seeds.GTM_STRATEGY, FOUR)).with(strategy("strategy-six", SIXES)));
        hold(List.of(A, B));
    }

    DnsGtmProvider provider(List<String> pools) {
        return new DnsGtmProvider(
                new AliyunApi(io.failoverd.daemon.publish.Account.settings(cloud)),
                new DnsGtmSettings(pools, control, List.of(cloud.dns())));
    }

    private static DnsGtmStrategy strategy(String id, String pool) {
        var none = new DnsGtmStrategy.Group("ALL_RR", 1, List.of());
        return new DnsGtmStrategy(
                id,
                Seeds.GTM_INSTANCE,
                id,
                "AUTO",
                new DnsGtmStrategy.Group("ALL_RR", 1, List.of(new DnsGtmStrategy.PoolRef(pool, 1))),
                none);
    }

    @Override
    public DnsGtmProvider provider() {
        return provider;
    }

    static DnsGtmPool.Addr addr(InetAddress address, String mode, int weight) {
        return new DnsGtmPool.Addr(address.getHostAddress(), mode, weight, LINES, REMARK);
    }

    /** A pool of these, with its health check on. */
    void pool(String id, String lbaStrategy, DnsGtmPool.Addr... addrs) {
        cloud.cloud().change(account -> account.with(pool(id, lbaStrategy, List.of(addrs))));
    }

    private static DnsGtmPool pool(String id, String lbaStrategy, List<DnsGtmPool.Addr> addrs) {
        return new DnsGtmPool(
                id, Seeds.GTM_INSTANCE, id, id.equals(SIXES) ? "IPV6" : "IPV4", lbaStrategy, "monitor-1", addrs);
    }

    /** A pool is never empty: where nothing should answer, its one address is off. */
    private DnsGtmPool pool(String id, List<InetAddress> enabled, InetAddress otherwise) {
        var addrs = new ArrayList<DnsGtmPool.Addr>();
        enabled.forEach(each -> addrs.add(addr(each, control.name(), 1)));
        if (addrs.isEmpty()) {
            addrs.add(addr(otherwise, "OFFLINE", 1));
        }
        return pool(id, "ALL_RR", addrs);
    }

    @Override
    Account holding(Account account, List<InetAddress> enabled) {
        return account.with(pool(
                        FOUR,
                        enabled.stream()
                                .filter(each -> !(each instanceof Inet6Address))
                                .toList(),
                        A))
                .with(pool(
                        SIXES,
                        enabled.stream().filter(Inet6Address.class::isInstance).toList(),
                        SIX));
    }

    @Override
    Set<InetAddress> answering(Account account) {
        var all = new LinkedHashSet<InetAddress>();
        for (String id : List.of(FOUR, SIXES)) {
            DnsGtmHealth.available(account, pool(account, id))
                    .forEach(addr -> all.add(InetAddress.ofLiteral(addr.addr())));
        }
        return all;
    }

    static DnsGtmPool pool(Account account, String id) {
        return Objects.requireNonNull(account.pools().get(id), id);
    }

    DnsGtmPool pool(String id) {
        return pool(account(), id);
    }
}
