package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.TextMatcher.Found;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TextTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMatcherTest {
    private final AtomicLong looks = new AtomicLong();

    /** Each look at this clock costs a millisecond. */
    private final TextMatcher matcher =
            new TextMatcher(() -> Moment.ofMillis(looks.incrementAndGet()), Duration.ofMillis(100));

    @ParameterizedTest
    @CsvSource({
        "productpage, <h1>productpage</h1>, YES",
        "Productpage, <h1>productpage</h1>, NO",
    })
    void containsIsExact(String part, String text, Found found) {
        assertThat(matcher.test(new TextTest.Contains(part), text, matcher.deadline()))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "'^istio-envoy$', istio-envoy, YES",
        "'^istio-envoy$', my istio-envoy, NO",
        "'(?i)ISTIO', my istio-envoy, YES",
        "'v[0-9]+', reviews-v2, YES",
        "'(?m)^ok$', 'not\nok\n', YES",
    })
    void aPatternIsLookedForAnywhere(String pattern, String text, Found found) {
        String lines = text.replace("\\n", "\n");
        assertThat(matcher.test(new TextTest.Matches(pattern), lines, matcher.deadline()))
                .isEqualTo(found);
    }

    /** The story: (x+x+)+y over forty x's keeps a backtracking engine busy for hours, and (a|b)* overflows its stack. */
    @ParameterizedTest
    @CsvSource({"(x+x+)+y, x", "(x*)*$y, x", "(a|b)*c, a", "^(([a-z])+.)+[A-Z]([a-z])+$, a"})
    void noPatternBacktracksNorOverflowsTheStack(String pattern, String unit) {
        long origin = System.nanoTime();
        var patient = new TextMatcher(() -> new Moment(System.nanoTime() - origin), Duration.ofMinutes(1));
        assertThat(patient.test(new TextTest.Matches(pattern), unit.repeat(100_000), patient.deadline()))
                .isEqualTo(Found.NO);
    }

    @Test
    void aMatchThatTakesTooLongIsGivenUpAndSaysNothing() {
        TextTest slow = new TextTest.Matches("(.*)(.*)(.*)(.*){50}z");
        assertThat(matcher.test(slow, "x".repeat(256 * 1024), matcher.deadline()))
                .isEqualTo(Found.TOO_LATE);
        assertThat(looks).hasValueLessThan(200);
    }

    @ParameterizedTest
    @CsvSource({
        "(, missing closing ): (",
        "'[z-a]', invalid character class range: z-a",
        "'(?=x)', invalid or unsupported Perl syntax: (?=",
        "'a**', invalid nested repetition operator: **",
        "fine, ''",
    })
    void saysWhyATextIsNoPattern(String pattern, String problem) {
        assertThat(TextMatcher.problem(pattern)).isEqualTo(problem);
    }
}
