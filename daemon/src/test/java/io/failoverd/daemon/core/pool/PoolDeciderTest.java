package io.failoverd.daemon.core.pool;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolDeciderTest {
    private static final List<InetAddress> FALLBACK =
            List.of(InetAddress.ofLiteral("198.51.100.8"), InetAddress.ofLiteral("198.51.100.9"));

    private static AllDown allDown(String word) {
        return switch (word) {
            case "open" -> new AllDown.FailOpen();
            case "closed" -> new AllDown.FailClosed();
            case "fallback" -> new AllDown.Fallback(FALLBACK);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Verdict decide(String line, int minAvailable, String allDown, String lastHealthy) {
        Set<String> last = lastHealthy == null ? Set.of() : Set.of(lastHealthy.split("(?<=.)(?=.)", -1));
        return PoolDecider.decide(
                Candidates.rules(minAvailable, allDown(allDown)), Candidates.of(line), Candidates.at(at("100"), last));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            all healthy                           | a:up b:up                              | 1 | open     | -  | ab | NORMAL
            unproven at the start                 | a:new b:up                             | 1 | open     | -  | ab | NORMAL
            added and not yet seen                | a:up b:added                           | 1 | open     | -  | a  | NORMAL
            suspect still answers                 | a:up b:suspect                         | 1 | open     | -  | ab | NORMAL
            degraded answers                      | a:up b:degraded                        | 1 | open     | -  | ab | NORMAL
            one down                              | a:up b:down                            | 1 | open     | -  | a  | NORMAL
            one recovering                        | a:up b:rec                             | 1 | open     | -  | a  | NORMAL
            all down, the last healthy set        | a:down@9 b:down@5 c:down@9             | 1 | open     | ac | ac | ALL_DOWN_FAIL_OPEN
            none known: all of them               | a:down@9 b:down@5                      | 1 | open     | -  | ab | ALL_DOWN_FAIL_OPEN
            the last set is gone: all of them     | a:down@9 b:down@5                      | 1 | open     | x  | ab | ALL_DOWN_FAIL_OPEN
            the last set without what is offline  | a:down@9/offline b:down@5 c:down@5     | 1 | open     | ab | b  | ALL_DOWN_FAIL_OPEN
            the last set is offline: the rest     | a:down@9/offline b:down@5 c:down@5     | 1 | open     | a  | bc | ALL_DOWN_FAIL_OPEN
            fail-closed                           | a:down b:down                          | 1 | closed   | ab | -  | ALL_DOWN_FAIL_CLOSED
            fallback                              | a:down b:down                          | 1 | fallback | ab | -  | ALL_DOWN_FALLBACK
            all down precedes minAvailable        | a:down b:down                          | 2 | closed   | ab | -  | ALL_DOWN_FAIL_CLOSED
            recovering is not healthy             | a:rec b:down                           | 1 | closed   | ab | -  | ALL_DOWN_FAIL_CLOSED
            online counts as healthy              | a:down/online b:down                   | 1 | closed   | ab | a  | NORMAL
            online beside healthy ones            | a:down/online b:up                     | 1 | open     | -  | ab | NORMAL
            online and never seen                 | a:added/online b:up                    | 1 | open     | -  | ab | NORMAL
            offline beside healthy ones           | a:up/offline b:up                      | 1 | open     | -  | b  | NORMAL
            offline, fail-open included           | a:up/offline b:down                    | 1 | open     | ab | b  | ALL_DOWN_FAIL_OPEN
            all offline                           | a:up/offline b:up/offline              | 1 | open     | ab | -  | ALL_OFFLINE
            all offline, with a fallback          | a:up/offline b:down/offline            | 1 | fallback | ab | -  | ALL_OFFLINE
            two must answer: the youngest stays   | a:up b:down@20 c:down@10               | 2 | open     | -  | ab | NORMAL
            those that pass before the youngest   | a:up b:down@20 c:rec@10                | 2 | open     | -  | ac | NORMAL
            three must answer                     | a:up b:down@20 c:rec@10                | 3 | open     | -  | abc | NORMAL
            more than there are                   | a:up b:down@20                         | 5 | open     | -  | ab | NORMAL
            offline is never kept                 | a:up b:down@20/offline c:down@10       | 2 | open     | -  | ac | NORMAL
            an online one counts for it           | a:up b:down@20/online c:down@10        | 2 | open     | -  | ab | NORMAL
            one never seen is not kept            | a:up b:added                           | 2 | open     | -  | a  | NORMAL
            """)
    void who_answers(
            String what, String line, int minAvailable, String allDown, String last, String in, Condition condition) {
        Verdict verdict = decide(line, minAvailable, allDown, last);
        assertThat(Candidates.names(verdict.members())).as(what).isEqualTo(in == null ? "" : in);
        assertThat(verdict.condition()).as(what).isEqualTo(condition);
        List<InetAddress> addresses = verdict.members().stream()
                .filter(Member::inAnswer)
                .map(Member::address)
                .toList();
        assertThat(verdict.answers().addresses())
                .isEqualTo(condition == Condition.ALL_DOWN_FALLBACK ? FALLBACK : addresses);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a:up b:up                   | 1 | a | HEALTHY POLICY_ALL
            a:new b:up                  | 1 | a | ASSUMED_HEALTHY POLICY_ALL
            a:up b:added                | 1 | b | AWAITING_FIRST_SUCCESS
            a:suspect b:up              | 1 | a | SUSPECT POLICY_ALL
            a:degraded b:up             | 1 | a | HEALTHY DEGRADED POLICY_ALL
            a:down@80 b:up              | 1 | a | CONDEMNED BLAME HELD_DOWN RETURNS_WHEN
            a:down@10 b:up              | 1 | a | CONDEMNED BLAME RETURNS_WHEN
            a:rec@80 b:up               | 1 | a | CONDEMNED BLAME RECOVERING HELD_DOWN RETURNS_WHEN
            a:rec@10 b:up               | 1 | a | CONDEMNED BLAME RECOVERING RETURNS_WHEN
            a:down@80 b:up              | 2 | a | CONDEMNED BLAME HELD_DOWN RETURNS_WHEN MIN_AVAILABLE POLICY_ALL
            a:down@80 b:down@80         | 1 | a | CONDEMNED BLAME HELD_DOWN RETURNS_WHEN ALL_DOWN_FAIL_OPEN
            a:down@80/offline b:up      | 1 | a | OVERRIDE_OFFLINE CONDEMNED BLAME HELD_DOWN RETURNS_WHEN
            a:up/offline b:up           | 1 | a | OVERRIDE_OFFLINE HEALTHY
            a:up/offline b:up/offline   | 1 | a | OVERRIDE_OFFLINE HEALTHY
            a:down@10/online b:up       | 1 | a | OVERRIDE_ONLINE CONDEMNED BLAME RETURNS_WHEN POLICY_ALL
            """)
    void the_chain_of_reasons(String line, int minAvailable, String endpoint, String codes) {
        Member member = decide(line, minAvailable, "open", null).members().stream()
                .filter(candidate -> candidate.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
        assertThat(member.reasons().stream().map(reason -> reason.code().name()).collect(Collectors.joining(" ")))
                .isEqualTo(codes);
    }

    @Test
    void the_order_of_the_configuration_is_the_order_of_the_answer() {
        assertThat(decide("c:up a:down b:new", 3, "open", null).answers().addresses())
                .containsExactly(Candidates.address(1), Candidates.address(2), Candidates.address(3));
    }

    @Test
    void two_that_fell_at_once_are_kept_by_their_order_in_the_configuration() {
        assertThat(Candidates.names(
                        decide("a:up b:down@10 c:down@10", 2, "open", null).members()))
                .isEqualTo("ab");
    }
}
