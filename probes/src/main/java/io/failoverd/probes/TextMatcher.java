package io.failoverd.probes;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TextTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tests texts of peers, with a limit on the time that a pattern may take. Used from worker threads; shared by the probers
 * that look at what they are sent.
 *
 * <p>Patterns are RE2's, whose time grows with the length of the text alone, so none backtracks for ever and none
 * overflows a stack. Yet a long pattern over a long text can take seconds; so each look at the text also looks at the
 * clock now and then.
 */
public final class TextMatcher {
    /** Far more than any sane pattern takes over the largest body; still shorter than it takes to pile up probes. */
    public static final Duration LIMIT = Duration.ofMillis(500);

    /** Compiled patterns that are kept: more than the checks of a large configuration have. */
    private static final int MAX_PATTERNS = 4096;

    /** What a test came to. */
    public enum Found {
        YES,
        NO,
        /** The limit has passed, which says nothing about the text. */
        TOO_LATE
    }

    private final Supplier<Moment> clock;
    private final Duration limit;
    private final Map<String, Pattern> patterns = new LinkedHashMap<>(16, 0.75f, true);

    public TextMatcher(Supplier<Moment> clock) {
        this(clock, LIMIT);
    }

    public TextMatcher(Supplier<Moment> clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** When tests that begin now have to end. */
    public Moment deadline() {
        return clock.get().plus(limit);
    }

    /**
     * Tests a text, or gives up at the deadline.
     *
     * @throws PatternSyntaxException for a pattern that a configuration would not have taken
     */
    public Found test(TextTest test, String text, Moment deadline) {
        return switch (test) {
            case TextTest.Contains(String part) -> found(text.contains(part));
            case TextTest.Equals(String whole) -> found(text.equals(whole));
            case TextTest.Matches(String pattern) -> matches(pattern, text, deadline);
        };
    }

    /** What a probe comes to whose text could not be tested in time. */
    public static ProbeResult tooLate() {
        return new ProbeResult.Inconclusive(
                FailureReason.LOCAL_PATTERN, "a pattern took over " + LIMIT.toMillis() + " ms on this host");
    }

    /** Why the text is no pattern, for an operator; empty when it is one. */
    public static String problem(String pattern) {
        try {
            Pattern.compile(pattern);
            return "";
        } catch (PatternSyntaxException e) {
            String at = e.getPattern();
            return e.getDescription() + (at == null || at.isEmpty() ? "" : ": " + at);
        }
    }

    private Found matches(String pattern, String text, Moment deadline) {
        try {
            return found(compiled(pattern)
                    .matcher(new Watched(text, deadline, clock))
                    .find());
        } catch (OutOfTime _) {
            return Found.TOO_LATE;
        }
    }

    private Pattern compiled(String pattern) {
        synchronized (patterns) {
            Pattern known = patterns.get(pattern);
            if (known == null) {
                known = Pattern.compile(pattern);
                patterns.put(pattern, known);
                if (patterns.size() > MAX_PATTERNS) {
                    patterns.remove(patterns.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    private static Found found(boolean yes) {
        return yes ? Found.YES : Found.NO;
    }

    /** Ends a match from within; never leaves this class. */
    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfTime() {
            super(null, null, false, false);
        }
    }

    /** A text that is readable until its deadline. */
    private static final class Watched implements CharSequence {
        /** Characters between two looks at the clock; even a pattern of thousands of parts takes 10 ms for so many. */
        private static final int EVERY = 256;

        private final String text;
        private final Moment deadline;
        private final Supplier<Moment> clock;
        private int untilNextLook;

        Watched(String text, Moment deadline, Supplier<Moment> clock) {
            this.text = text;
            this.deadline = deadline;
            this.clock = clock;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--untilNextLook < 0) {
                untilNextLook = EVERY;
                if (clock.get().isAfter(deadline)) {
                    throw new OutOfTime();
                }
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
