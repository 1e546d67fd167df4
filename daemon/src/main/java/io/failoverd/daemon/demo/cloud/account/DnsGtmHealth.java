package io.failoverd.daemon.demo.cloud.account;

import java.util.List;
import java.util.Objects;

/** What GTM 2.0 makes of an account: which addresses are available, and which of the two sets of pools is in effect. */
public final class DnsGtmHealth {
    private DnsGtmHealth() {}

    public static boolean available(Account account, DnsGtmPool pool, DnsGtmPool.Addr addr) {
        return switch (addr.mode()) {
            case "ONLINE" -> true;
            case "OFFLINE" -> false;
            default -> pool.monitorConfigId().isEmpty() || !account.sick().contains(addr.addr());
        };
    }

    public static List<DnsGtmPool.Addr> available(Account account, DnsGtmPool pool) {
        return pool.addrs().stream()
                .filter(addr -> available(account, pool, addr))
                .toList();
    }

    public static List<DnsGtmPool> pools(Account account, DnsGtmStrategy.Group group) {
        return group.pools().stream()
                .map(ref -> account.pools().get(ref.poolId()))
                .filter(Objects::nonNull)
                .toList();
    }

    public static int availableAddrs(Account account, DnsGtmStrategy.Group group) {
        return pools(account, group).stream()
                .mapToInt(pool -> available(account, pool).size())
                .sum();
    }

    public static boolean available(Account account, DnsGtmStrategy.Group group) {
        int addresses = availableAddrs(account, group);
        return addresses > 0 && addresses >= group.minAvailable();
    }

    /**
     * Whether the secondary set answers. With both sets unavailable nothing is documented [?]; the fake stays with the
     * primary one.
     */
    public static boolean failedOver(Account account, DnsGtmStrategy strategy) {
        return switch (strategy.accessMode()) {
            case "DEFAULT" -> false;
            case "FAILOVER" -> true;
            default -> !available(account, strategy.primary()) && available(account, strategy.secondary());
        };
    }

    public static DnsGtmStrategy.Group effective(Account account, DnsGtmStrategy strategy) {
        return failedOver(account, strategy) ? strategy.secondary() : strategy.primary();
    }
}
