package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmConfig;
import io.failoverd.daemon.demo.cloud.account.CloudGtmHealth;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.gtm.CloudGtmProvider;
import io.failoverd.dns.gtm.CloudGtmSettings;
import io.failoverd.dns.model.Control;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code gtm3.example.com}, an access domain of GTM 3.0 with a pool for each family; the account has all addresses. */
final class Gtm3Stage extends GtmStage {
    static final String NAME = "gtm3.example.com";
    static final String FOUR = Seeds.CLOUD_GTM_POOL;
    static final String SIXES = "pool-900000000000000006";

    private final CloudGtmProvider provider;
    private final Control control;
    private final CloudGtmSettings.TakeOut takeOut;

    Gtm3Stage(Control control, CloudGtmSettings.TakeOut takeOut, UnaryOperator<CloudSettings> settings)
            throws IOException {
        this(
                io.failoverd.daemon.publish.Account.start(
                        Edition.ENTERPRISE_ULTIMATE, settings, "192.0.2.1", "192.0.2.2"),
                control,
                takeOut);
    }

    Gtm3Stage(Control control) throws IOException {
        this(control, CloudGtmSettings.TakeOut.MANUAL, UnaryOperator.identity());
    }

    private Gtm3Stage(FakeCloud cloud, Control control, CloudGtmSettings.TakeOut takeOut) {
        super(
                cloud,
                NAME,
                Seeds.CLOUD_GTM_INSTANCE,
                "DescribeCloudGtmAddressPool",
                takeOut == CloudGtmSettings.TakeOut.MANUAL
                        ? "UpdateCloudGtmAddressManualAvailableStatus"
                        : "UpdateCloudGtmAddressEnableStatus");
        this.control = control;
        this.takeOut = takeOut;
        this.provider = provider(List.of());
        cloud.cloud()
                .change(account -> account.with(new CloudGtmConfig(
                        "Config-six",
                        Seeds.CLOUD_GTM_INSTANCE,
                        "gtm3",
                        io.failoverd.daemon.publish.Account.DOMAIN,
                        "AAAA",
                        true,
                        60,
                        "sequence",
                        "preemptive",
                        List.of(new CloudGtmPool.Slot(SIXES, 1, 1, List.of("default"))))));
        hold(List.of(A, B));
    }

    /** One that looks at its access domain with each reading. */
    CloudGtmProvider watchful() {
        return new CloudGtmProvider(
                new AliyunApi(io.failoverd.daemon.publish.Account.settings(cloud)),
                new CloudGtmSettings(
                        Optional.of(Seeds.CLOUD_GTM_INSTANCE),
                        List.of(),
                        control,
                        takeOut,
                        List.of(cloud.dns()),
                        Duration.ZERO));
    }

    CloudGtmProvider provider(List<String> pools) {
        return new CloudGtmProvider(
                new AliyunApi(io.failoverd.daemon.publish.Account.settings(cloud)),
                new CloudGtmSettings(
                        Optional.of(Seeds.CLOUD_GTM_INSTANCE), pools, control, takeOut, List.of(cloud.dns())));
    }

    @Override
    public CloudGtmProvider provider() {
        return provider;
    }

    static String id(InetAddress address) {
        return "addr-" + address.getHostAddress();
    }

    /** As it is where it answers. */
    CloudGtmAddress on(InetAddress address) {
        return new CloudGtmAddress(
                id(address),
                "name of " + address.getHostAddress(),
                address.getHostAddress(),
                address instanceof Inet6Address ? "IPv6" : "IPv4",
                true,
                control == Control.ONLINE,
                true,
                "any_ok",
                List.of(new CloudGtmAddress.HealthTask("mtp-1", "IPv4-TCP", 443)));
    }

    /** A pool of these, by weight where they have one. */
    static CloudGtmPool pool(String id, String strategy, List<InetAddress> addresses, int... weights) {
        var slots = new ArrayList<CloudGtmPool.Slot>();
        for (InetAddress each : addresses) {
            int i = slots.size();
            slots.add(
                    new CloudGtmPool.Slot(id(each), i + 1, i < weights.length ? weights[i] : 1, List.of("line-" + i)));
        }
        return new CloudGtmPool(
                id, id, id.equals(SIXES) ? "IPv6" : "IPv4", true, strategy, "preemptive", "any_ok", slots);
    }

    @Override
    Account holding(Account account, List<InetAddress> enabled) {
        List<InetAddress> four =
                enabled.stream().filter(each -> !(each instanceof Inet6Address)).toList();
        List<InetAddress> six =
                enabled.stream().filter(Inet6Address.class::isInstance).toList();
        Account next = account;
        for (InetAddress each : List.of(A, B, SIX, FOREIGN)) {
            next = next.with(on(each));
        }
        // A pool is never empty here: where nothing should answer, its one address is off.
        next = four.isEmpty() ? next.with(on(A).withManual(true, false)) : next;
        next = six.isEmpty() ? next.with(on(SIX).withManual(true, false)) : next;
        return next.with(pool(FOUR, "round_robin", four.isEmpty() ? List.of(A) : four))
                .with(pool(SIXES, "round_robin", six.isEmpty() ? List.of(SIX) : six));
    }

    @Override
    Set<InetAddress> answering(Account account) {
        var all = new LinkedHashSet<InetAddress>();
        for (String id : List.of(FOUR, SIXES)) {
            CloudGtmHealth.addresses(account, pool(account, id)).stream()
                    .filter(address -> CloudGtmHealth.available(account, address))
                    .forEach(address -> all.add(InetAddress.ofLiteral(address.address())));
        }
        return all;
    }

    static CloudGtmPool pool(Account account, String id) {
        return Objects.requireNonNull(account.addressPools().get(id), id);
    }

    CloudGtmAddress address(InetAddress address) {
        return Objects.requireNonNull(account().addresses().get(id(address)));
    }
}
