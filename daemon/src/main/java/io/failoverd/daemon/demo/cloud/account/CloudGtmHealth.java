package io.failoverd.daemon.demo.cloud.account;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What GTM 3.0 derives and never lets be written: HealthStatus and AvailableStatus of addresses, pools and configs. */
public final class CloudGtmHealth {
    public static final String OK = "ok";
    public static final String OK_ALERT = "ok_alert";
    public static final String OK_NO_MONITOR = "ok_no_monitor";
    public static final String EXCEPTIONAL = "exceptional";

    private static final Map<String, Double> PART_NEEDED =
            Map.of("p30_ok", 0.3, "p50_ok", 0.5, "p70_ok", 0.7, "all_ok", 1.0);

    private CloudGtmHealth() {}

    /** All the tasks of an address see the same, so it is never only an alert. */
    public static String of(Account account, CloudGtmAddress address) {
        if (address.healthTasks().isEmpty()) {
            return OK_NO_MONITOR;
        }
        return account.sick().contains(address.address()) ? EXCEPTIONAL : OK;
    }

    public static boolean available(Account account, CloudGtmAddress address) {
        boolean up = address.manual()
                ? address.manualAvailable()
                : !of(account, address).equals(EXCEPTIONAL);
        return address.enabled() && up;
    }

    public static List<CloudGtmAddress> addresses(Account account, CloudGtmPool pool) {
        return pool.addresses().stream()
                .map(slot -> account.addresses().get(slot.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    public static String of(Account account, CloudGtmPool pool) {
        List<CloudGtmAddress> all = addresses(account, pool);
        long up = all.stream().filter(address -> available(account, address)).count();
        return judged(up, all.size(), pool.healthJudgement());
    }

    public static boolean available(Account account, CloudGtmPool pool) {
        return pool.enabled() && !of(account, pool).equals(EXCEPTIONAL);
    }

    public static List<CloudGtmPool> pools(Account account, CloudGtmConfig config) {
        return config.pools().stream()
                .map(slot -> account.addressPools().get(slot.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** An access domain works while one of its pools does. */
    public static String of(Account account, CloudGtmConfig config) {
        List<CloudGtmPool> all = pools(account, config);
        long up = all.stream().filter(pool -> available(account, pool)).count();
        return judged(up, all.size(), "any_ok");
    }

    public static boolean available(Account account, CloudGtmConfig config) {
        return config.enabled() && !of(account, config).equals(EXCEPTIONAL);
    }

    private static String judged(long up, int all, String judgement) {
        if (up == 0 || up < all * PART_NEEDED.getOrDefault(judgement, 0.0)) {
            return EXCEPTIONAL;
        }
        return up == all ? OK : OK_ALERT;
    }
}
