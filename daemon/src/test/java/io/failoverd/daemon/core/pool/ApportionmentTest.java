package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.failoverd.daemon.core.pool.PoolPolicy.Failback;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApportionmentTest {
    @ParameterizedTest(name = "at most {0} of {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            0 | a               | a1           | POLICY_ALL
            0 | a b c           | a1 b1 c1 x3  | POLICY_ALL
            0 | a*10 b*0@25 c@0 | a1 b1 c1 x3  | POLICY_ALL
            2 | a b             | a1 b1 x2     | POLICY_ALL
            2 | a b c           | a1 b1 c1 x2  | MAX_ANSWERS
            2 | a b c/6 d/6     | a1 b1 c1 d1 x2 | POLICY_ALL
            0 | -               | none         | -
            """)
    void all(int maxAnswers, String endpoints, String weights, ReasonCode code) {
        var policy = new PoolPolicy.All(maxAnswers == 0 ? PoolPolicy.NO_LIMIT : maxAnswers);
        Apportionment result = Apportionment.of(policy, Pools.eligible(endpoints), 0);
        assertThat(Pools.weights(result.answers().common())).isEqualTo(weights);
        assertThat(result.allotments())
                .allSatisfy(one -> assertThat(one.reason().code()).isEqualTo(code));
    }

    @Test
    void all_without_a_limit_is_what_a_fallback_answers_too() {
        List<Eligible> eligible = Pools.eligible("a b c");
        assertThat(Apportionment.of(new PoolPolicy.All(), eligible, 0).answers())
                .isEqualTo(Answers.all(eligible.stream().map(Eligible::address).toList()));
        assertThat(Apportionment.of(new PoolPolicy.All(), List.of(), 0).answers())
                .isEqualTo(Answers.NONE);
    }

    @ParameterizedTest(name = "{0}, {1} in a response")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            a*90 b*10           | 1 | a9 b1        | weight 90 of 100: 90 % of the answers
            a*50 b*50           | 1 | a1 b1        | weight 50 of 100: 50 % of the answers
            a*1 b*2 c*3         | 2 | a1 b2 c3 x2  | weight 1 of 6: 16.67 % of the answers, 2 of 3 in each response
            a*0 b*10            | 1 | b1           | weight 0 is not answered while another has more
            a*0 b*0 c*0         | 1 | a1 b1 c1     | every weight is 0, so each of the 3 answers alike: 33.33 % of the answers
            a*60@25 b*40        | 1 | a3 b8        | weight 60, its ramp at 25 %: 15 of 55, 27.27 % of the answers
            a*40 b*60@25        | 1 | a8 b3        | weight 40: 40 of 55, 72.73 % of the answers
            a*60@25             | 2 | a1           | weight 60, its ramp at 25 %: 15 of 15, 100 % of the answers
            a*60@0 b*40         | 1 | b1           | weight 60, its ramp at 0 %: not answered while another is further
            a*60@0 b*30@0       | 1 | a2 b1        | weight 60, every ramp at 0 % and so none counted: 66.67 % of the answers
            a*90 b*10 c*1/6     | 1 | a9 b1 c1     | weight 90 of 100: 90 % of the IPv4 answers
            a*0 b*5/6           | 1 | a1 b1        | every IPv4 weight is 0, so each of the 1 answers alike: 100 % of the IPv4 answers
            a*0 b*5 c*1/6       | 1 | b1 c1        | weight 0 is not answered while another has more
            a*9@0 b*5/6         | 1 | a1 b1        | weight 9, every ramp at 0 % and so none counted: 100 % of the IPv4 answers
            a*33@33 b*100@7     | 1 | a1089 b700   | weight 33, its ramp at 33 %: 10.89 of 17.89, 60.87 % of the answers
            """)
    void weighted(String endpoints, int answers, String weights, String firstReason) {
        var policy = new PoolPolicy.Weighted(answers, Ramp.DEFAULT);
        Apportionment result = Apportionment.of(policy, Pools.eligible(endpoints), 0);
        assertThat(Pools.weights(result.answers().common())).isEqualTo(weights);
        assertThat(result.allotments().getFirst().reason())
                .isEqualTo(new Reason(ReasonCode.POLICY_WEIGHTED, firstReason));
    }

    @ParameterizedTest(name = "{0}, {1}, {2} in use: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1 | AUTOMATIC | 0 | a b c^2           | 1 | a1 b1 x2 | tier 1 answers: 2 healthy, needs 1 | tier 2 waits: tier 1 has 2 healthy, needs 1
            1 | AUTOMATIC | 2 | a b c^2           | 1 | a1 b1 x2 | tier 1 answers: 2 healthy, needs 1 | tier 2 waits: tier 1 has 2 healthy, needs 1
            1 | AUTOMATIC | 1 | b^2 c^2           | 2 | b1 c1 x2 | tier 2 answers: 2 healthy, needs 1; the tiers before it have 0 | -
            2 | AUTOMATIC | 1 | a b^2 c^2         | 2 | b1 c1 x2 | tier 1 waits: 1 healthy, needs 2; tier 2 has 2 | tier 2 answers: 2 healthy, needs 2; tier 1 has 1
            2 | AUTOMATIC | 1 | b^2 c^3           | 2 | b1       | tier 2 answers: 1 healthy, needs 2; no tier has enough, and it is the first that has any | tier 3 waits: no tier has the 2 healthy that it needs, tier 2 answers with 1
            1 | MANUAL    | 0 | a b^2             | 1 | a1       | tier 1 answers: 1 healthy, needs 1 | tier 2 waits: tier 1 has 1 healthy, needs 1
            1 | MANUAL    | 1 | b^2               | 2 | b1       | tier 2 answers: 1 healthy, needs 1; the tiers before it have 0 | -
            1 | MANUAL    | 2 | a b^2             | 2 | b1       | tier 1 waits: 1 healthy, needs 1, but failback is manual and tier 2 answers with 1 until failoverd resume SERVICE | tier 2 answers: 1 healthy, needs 1; tier 1 has 1 again, and failback is manual: it waits for failoverd resume SERVICE
            1 | MANUAL    | 2 | a c^3             | 1 | a1       | tier 1 answers: 1 healthy, needs 1 | tier 3 waits: tier 1 has 1 healthy, needs 1
            1 | MANUAL    | 3 | a^2 c^3           | 3 | c1       | tier 2 waits: 1 healthy, needs 1, but failback is manual and tier 3 answers with 1 until failoverd resume SERVICE | tier 3 answers: 1 healthy, needs 1; tier 2 has 1 again, and failback is manual: it waits for failoverd resume SERVICE
            2 | MANUAL    | 2 | a b^2             | 2 | b1       | tier 1 waits: 1 healthy, needs 2, but failback is manual and tier 2 answers with 1 until failoverd resume SERVICE | tier 2 answers: 1 healthy, needs 2; tier 1 has 1 again, and failback is manual: it waits for failoverd resume SERVICE
            2 | MANUAL    | 2 | a b c^2           | 1 | a1 b1 x2 | tier 1 answers: 2 healthy, needs 2 | tier 2 waits: tier 1 has 2 healthy, needs 2
            1 | MANUAL    | 2 | -                 | 2 | none     | - | -
            1 | AUTOMATIC | 0 | a*0@0 b^2         | 1 | a1       | tier 1 answers: 1 healthy, needs 1 | tier 2 waits: tier 1 has 1 healthy, needs 1
            1 | AUTOMATIC | 0 | a b^2 c^2/6       | 1 | a1       | tier 1 answers: 1 healthy, needs 1 | tier 2 waits: tier 1 has 1 healthy, needs 1
            1 | AUTOMATIC | 0 | a b c d           | 1 | a1 b1 c1 d1 x3 | tier 1 answers: 4 healthy, needs 1; 3 of 4 in each response, in turn | -
            """)
    void failover(
            int minHealthy,
            Failback failback,
            int active,
            String endpoints,
            int tier,
            String weights,
            String firstReason,
            String lastReason) {
        var policy = new PoolPolicy.Failover(minHealthy, failback, 3);
        Apportionment result = Apportionment.of(policy, Pools.eligible(endpoints), active);
        assertThat(Pools.weights(result.answers().common())).isEqualTo(weights);
        assertThat(result.tier()).isEqualTo(tier);
        List<Allotment> allotments = result.allotments();
        if (firstReason != null) {
            assertThat(allotments.getFirst().reason().text()).isEqualTo(firstReason);
        }
        if (lastReason != null) {
            assertThat(allotments.getLast().reason().text()).isEqualTo(lastReason);
        }
        assertThat(allotments)
                .allSatisfy(one -> assertThat(one.reason().code())
                        .isEqualTo(one.answers() ? ReasonCode.POLICY_TIER : ReasonCode.POLICY_STANDBY));
    }

    @Test
    void a_share_is_exact_and_its_text_never_lies() {
        assertThat(Share.of(1, 3).plus(Share.of(1, 6)))
                .isEqualTo(Share.of(1, 2))
                .hasToString("1/2");
        assertThat(Share.of(1, 2).minus(Share.of(1, 2))).isEqualTo(Share.ZERO);
        assertThat(Share.percent(90).times(Share.of(1, 3)).over(Share.percent(30)))
                .isEqualTo(Share.ALL);
        assertThat(Share.of(1, 3)).isLessThan(Share.of(1, 2));
        assertThat(Share.of(1, 8).toDouble()).isEqualTo(0.125);
        assertThat(List.of(Share.ZERO, Share.ALL, Share.of(2, 3), Share.percent(90)))
                .extracting(Share::text)
                .containsExactly("0 %", "100 %", "66.67 %", "90 %");
        assertThat(Share.of(1, 1_000_000).text()).isEqualTo("under 0.01 %");
        assertThat(Share.of(999_999, 1_000_000).text()).isEqualTo("99.99 %");
        assertThatIllegalArgumentException().isThrownBy(() -> Share.ZERO.minus(Share.ALL));
    }

    @Test
    void weights_are_exact_while_they_fit_and_within_a_millionth_after_that() {
        assertThat(Shares.weights(List.of(Share.of(1, 1_000_001), Share.of(1_000_000, 1_000_001))))
                .containsExactly(1, 1_000_000);
        List<Share> awkward = List.of(Share.of(1, 999_983), Share.of(1, 3), Share.of(1, 7), Share.of(1, 1_000_003));
        List<Integer> weights = Shares.weights(awkward);
        double sum = weights.stream().mapToInt(Integer::intValue).sum();
        Share whole = awkward.stream().reduce(Share.ZERO, Share::plus);
        for (int i = 0; i < awkward.size(); i++) {
            assertThat(Math.abs(
                            weights.get(i) / sum - awkward.get(i).over(whole).toDouble()))
                    .isLessThan(1e-6);
        }
        assertThat(Shares.weights(List.of(Share.of(1, 1_000_000_000), Share.of(999_999_999, 1_000_000_000))))
                .containsExactly(1, 999_999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "25,25,100", "0,100", "100,50", "25,101"})
    void a_ramp_rises_to_100(String steps) {
        List<Integer> numbers = steps.isEmpty()
                ? List.of()
                : Arrays.stream(steps.split(",", -1)).map(Integer::valueOf).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(numbers, Duration.ZERO));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.All(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.Weighted(0, Ramp.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.Failover(0, Failback.MANUAL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.Regional(Map.of(), 1, 0, Ramp.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.ClientRule(Map.of("hz", 0), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolPolicy.ClientRule(Map.of("hz", -1), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoolPolicy.ClientRule(Map.of("hz", 1), List.of("sh", "sh")));
        assertThatIllegalArgumentException().isThrownBy(() -> Pools.eligible("a*101"));
        assertThatIllegalArgumentException().isThrownBy(() -> Pools.eligible("a@101"));
        assertThatIllegalArgumentException().isThrownBy(() -> Pools.eligible("a^0"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(List.of(100), Duration.ofSeconds(-1)));
    }
}
