package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.PoolPolicy.ClientRule;
import io.failoverd.daemon.core.pool.PoolPolicy.Failback;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any pool. A failure names its seed. */
class ApportionmentPropertiesTest {
    private static final int SEEDS = 1000;
    private static final List<String> REGIONS = List.of("bj", "gz", "hz", "sh", "sz");

    private static List<Eligible> pool(Random random) {
        var eligible = new ArrayList<Eligible>();
        boolean six = random.nextInt(3) == 0;
        int most = random.nextInt(1, 13);
        for (int i = 0; i < most; i++) {
            String name = Character.toString('a' + i);
            eligible.add(new Eligible(
                    name,
                    REGIONS.get(random.nextInt(REGIONS.size())),
                    Pools.address(name, six && random.nextBoolean()),
                    random.nextInt(4) == 0 ? 0 : random.nextInt(101),
                    random.nextInt(1, 4),
                    random.nextInt(3) == 0 ? random.nextInt(101) : 100));
        }
        return eligible;
    }

    private static PoolPolicy policy(String word, Random random) {
        int few = random.nextInt(1, 4);
        return switch (word) {
            case "all" -> new PoolPolicy.All(random.nextBoolean() ? PoolPolicy.NO_LIMIT : few);
            case "weighted" -> new PoolPolicy.Weighted(few, Ramp.DEFAULT);
            case "failover" ->
                new PoolPolicy.Failover(few, random.nextBoolean() ? Failback.MANUAL : Failback.AUTOMATIC, few);
            case "regional" -> {
                var clients = new LinkedHashMap<String, ClientRule>();
                for (String client : REGIONS.subList(0, random.nextInt(1, REGIONS.size()))) {
                    clients.put(client, rule(random));
                }
                yield new PoolPolicy.Regional(clients, few, random.nextInt(1, 3), Ramp.DEFAULT);
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static ClientRule rule(Random random) {
        var regions = new ArrayList<>(REGIONS);
        Collections.shuffle(regions, random);
        var distribution = new LinkedHashMap<String, Integer>();
        distribution.put(regions.getFirst(), random.nextInt(1, 101));
        regions.stream()
                .skip(1)
                .limit(random.nextInt(4))
                .forEach(region -> distribution.put(region, random.nextInt(101)));
        Collections.shuffle(regions, random);
        return new ClientRule(distribution, regions.subList(0, random.nextInt(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "weighted", "failover", "regional"})
    void shares_sum_up_nobody_else_answers_and_the_order_is_the_configurations(String word) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Eligible> eligible = pool(random);
            PoolPolicy policy = policy(word, random);
            String what = word + " " + seed + ": " + policy + " over " + eligible;
            Apportionment result = Apportionment.of(policy, eligible, random.nextInt(4));
            assertThat(result).as(what).isEqualTo(Apportionment.of(policy, eligible, result.tier()));

            List<InetAddress> order = eligible.stream().map(Eligible::address).toList();
            assertThat(result.answers().addresses()).as(what).isNotEmpty().isSubsetOf(order);
            assertThat(result.answers().addresses())
                    .as(what)
                    .isSortedAccordingTo((a, b) -> order.indexOf(a) - order.indexOf(b));
            assertThat(result.allotments())
                    .as(what)
                    .extracting(Allotment::endpoint)
                    .isEqualTo(eligible.stream().map(Eligible::endpoint).toList());
            var union = new ArrayList<InetAddress>();
            holds(
                    what,
                    result.answers().common(),
                    eligible,
                    result.allotments().stream().map(Allotment::common).toList(),
                    union);
            result.answers()
                    .byRegion()
                    .forEach((client, selection) -> holds(
                            what + " for " + client,
                            selection,
                            eligible,
                            result.allotments().stream()
                                    .map(one -> new TreeMap<>(one.byRegion()).getOrDefault(client, Share.ZERO))
                                    .toList(),
                            union));
            assertThat(result.answers().addresses())
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(
                            union.stream().distinct().toList());
        }
    }

    /** Each family's shares are one whole or nothing, and the weights are those shares. */
    private static void holds(
            String what, Selection selection, List<Eligible> eligible, List<Share> shares, List<InetAddress> union) {
        List<InetAddress> addresses =
                selection.addresses().stream().map(WeightedAddress::address).toList();
        union.addAll(addresses);
        assertThat(addresses).as(what).isNotEmpty().doesNotHaveDuplicates();
        Share four = Share.ZERO;
        Share six = Share.ZERO;
        for (int i = 0; i < shares.size(); i++) {
            InetAddress address = eligible.get(i).address();
            Share share = shares.get(i);
            assertThat(addresses.contains(address)).as(what).isEqualTo(!share.isZero());
            assertThat(Math.abs(Pools.share(selection, address) - share.toDouble()))
                    .as(what)
                    .isLessThan(1e-5);
            if (address instanceof Inet4Address) {
                four = four.plus(share);
            } else {
                six = six.plus(share);
            }
        }
        assertThat(List.of(four, six)).as(what).isSubsetOf(Share.ZERO, Share.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "weighted"})
    void losing_one_never_lowers_the_share_of_another(String word) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Eligible> eligible = pool(random);
            PoolPolicy policy = policy(word, random);
            List<Allotment> before = Apportionment.of(policy, eligible, 0).allotments();
            int lost = random.nextInt(eligible.size());
            var rest = new ArrayList<>(eligible);
            rest.remove(lost);
            List<Allotment> after = Apportionment.of(policy, rest, 0).allotments();
            for (int i = 0; i < after.size(); i++) {
                Allotment then = before.get(i < lost ? i : i + 1);
                assertThat(after.get(i).common())
                        .as("%s %d: %s of %s without %s", word, seed, then.endpoint(), eligible, lost)
                        .isGreaterThanOrEqualTo(then.common());
            }
        }
    }

    @Test
    void one_tier_answers_and_a_manual_one_never_goes_back_by_itself() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var policy = (PoolPolicy.Failover) policy("failover", random);
            int tier = 0;
            for (int step = 0; step < 5; step++) {
                List<Eligible> eligible = pool(random);
                Apportionment result = Apportionment.of(policy, eligible, tier);
                int now = result.tier();
                for (int i = 0; i < eligible.size(); i++) {
                    assertThat(result.allotments().get(i).answers())
                            .as("%d: %s of %s", seed, eligible.get(i), eligible)
                            .isEqualTo(eligible.get(i).tier() == now);
                }
                int before = tier;
                long still =
                        eligible.stream().filter(one -> one.tier() == before).count();
                if (policy.failback() == Failback.MANUAL && still >= policy.minHealthy()) {
                    assertThat(now).as("%d: %s", seed, eligible).isGreaterThanOrEqualTo(tier == 0 ? 1 : tier);
                }
                tier = now;
            }
        }
    }
}
