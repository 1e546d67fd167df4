package io.failoverd.daemon.demo.cloud.ns;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmConfig;
import io.failoverd.daemon.demo.cloud.account.CloudGtmHealth;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmHealth;
import io.failoverd.daemon.demo.cloud.account.DnsGtmInstance;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmStrategy;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What GTM answers for its names, as addresses. Where everything is dead it does not fall silent: 3.0 answers the
 * non-empty pool with the smallest serial number, and for 2.0, of which nothing is documented [?], the whole set of
 * pools in effect is answered here. What was switched off by hand is not answered even then, as is documented of each
 * switch by itself; of all of them together nothing is [?].
 */
final class GtmAnswers {
    private final Account account;
    private final Dice dice;

    GtmAnswers(Account account, Dice dice) {
        this.account = account;
        this.dice = dice;
    }

    /**
     * What a name of GTM answers.
     *
     * @param type A, AAAA or CNAME
     */
    record Answer(String type, int ttl, List<String> values) {}

    /** The answer of each record type that GTM has for the name. */
    List<Answer> of(String name) {
        List<Answer> cloud = account.configs().values().stream()
                .filter(config -> config.enabled() && config.domainName().equalsIgnoreCase(name))
                .map(config -> new Answer(config.rrType(), config.ttl(), values(config)))
                .toList();
        if (!cloud.isEmpty()) {
            return cloud;
        }
        return account.instances().values().stream()
                .filter(instance -> instance.cname().equalsIgnoreCase(name))
                .flatMap(instance -> answers(instance).stream())
                .toList();
    }

    /** A set of pools has one type, so a name with two has two strategies [?]; the first of a type counts. */
    private Collection<Answer> answers(DnsGtmInstance instance) {
        var byType = new LinkedHashMap<String, Answer>();
        account.strategies().values().stream()
                .filter(strategy -> strategy.instanceId().equals(instance.id()))
                .map(strategy -> answer(instance, DnsGtmHealth.effective(account, strategy)))
                .forEach(answer -> byType.putIfAbsent(answer.type(), answer));
        return byType.values();
    }

    private Answer answer(DnsGtmInstance instance, DnsGtmStrategy.Group group) {
        List<DnsGtmStrategy.PoolRef> live = group.pools().stream()
                .filter(ref -> !available(pool(ref)).isEmpty())
                .toList();
        List<DnsGtmStrategy.PoolRef> refs = live.isEmpty() ? group.pools() : live;
        if (group.lbaStrategy().equals("RATIO")) {
            refs = dice.one(refs, DnsGtmStrategy.PoolRef::lbaWeight);
        }
        List<String> values = refs.stream()
                .map(this::pool)
                .flatMap(pool -> chosen(pool, live.isEmpty()).stream())
                .map(DnsGtmPool.Addr::addr)
                .toList();
        String type = refs.isEmpty() ? "IPV4" : pool(refs.getFirst()).type();
        return new Answer(
                switch (type) {
                    case "IPV6" -> "AAAA";
                    case "DOMAIN" -> "CNAME";
                    default -> "A";
                },
                instance.ttl(),
                values);
    }

    private DnsGtmPool pool(DnsGtmStrategy.PoolRef ref) {
        return Objects.requireNonNull(account.pools().get(ref.poolId()), ref.poolId());
    }

    private List<DnsGtmPool.Addr> available(DnsGtmPool pool) {
        return DnsGtmHealth.available(account, pool);
    }

    private List<DnsGtmPool.Addr> chosen(DnsGtmPool pool, boolean all) {
        List<DnsGtmPool.Addr> from = all
                ? pool.addrs().stream()
                        .filter(addr -> !addr.mode().equals("OFFLINE"))
                        .toList()
                : available(pool);
        return pool.lbaStrategy().equals("RATIO") ? dice.one(from, DnsGtmPool.Addr::lbaWeight) : from;
    }

    private List<String> values(CloudGtmConfig config) {
        List<CloudGtmPool.Slot> live = config.pools().stream()
                .filter(slot -> CloudGtmHealth.available(account, addressPool(slot)))
                .toList();
        if (live.isEmpty()) {
            return config.pools().stream()
                    .sorted(Comparator.comparingInt(CloudGtmPool.Slot::serialNumber))
                    .map(this::addressPool)
                    .filter(pool -> !pool.addresses().isEmpty())
                    .findFirst()
                    .map(pool -> addresses(pool, CloudGtmAddress::on))
                    .orElse(List.of());
        }
        return chosen(config.lbStrategy(), live).stream()
                .map(this::addressPool)
                .flatMap(pool -> addresses(pool, address -> CloudGtmHealth.available(account, address)).stream())
                .toList();
    }

    private CloudGtmPool addressPool(CloudGtmPool.Slot slot) {
        return Objects.requireNonNull(account.addressPools().get(slot.id()), slot.id());
    }

    private CloudGtmAddress address(CloudGtmPool.Slot slot) {
        return Objects.requireNonNull(account.addresses().get(slot.id()), slot.id());
    }

    private List<String> addresses(CloudGtmPool pool, Predicate<CloudGtmAddress> fit) {
        List<CloudGtmPool.Slot> slots = pool.addresses().stream()
                .filter(slot -> fit.test(address(slot)))
                .toList();
        return chosen(pool.lbStrategy(), slots).stream()
                .map(slot -> address(slot).address())
                .toList();
    }

    /** By strategy; source_nearest knows nowhere nearer here than anywhere else, and non_preemptive keeps no memory. */
    private List<CloudGtmPool.Slot> chosen(String strategy, List<CloudGtmPool.Slot> slots) {
        ToIntFunction<CloudGtmPool.Slot> serial = CloudGtmPool.Slot::serialNumber;
        return switch (strategy) {
            case "weight" -> dice.one(slots, CloudGtmPool.Slot::weight);
            case "sequence" ->
                slots.stream()
                        .min(Comparator.comparingInt(serial))
                        .map(List::of)
                        .orElse(List.of());
            default -> slots;
        };
    }
}
