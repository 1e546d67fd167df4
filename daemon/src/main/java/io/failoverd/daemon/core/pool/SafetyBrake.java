package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The brake on removals, over all services: no more than so many addresses leave within a window. An address that many
 * services share is one removal.
 *
 * @param rule null where there is no brake
 * @param spent the removals that the window may still hold, by time
 */
public record SafetyBrake(@Nullable Rule rule, List<Spent> spent) {
    /**
     * How many may leave in how long.
     *
     * @param removals addresses; 1 to {@link #MAX_REMOVALS}
     */
    public record Rule(int removals, Duration within) {
        /** Each is kept in memory for the length of the window. */
        public static final int MAX_REMOVALS = 1000;

        public Rule {
            if (removals < 1 || removals > MAX_REMOVALS || within.compareTo(Duration.ZERO) <= 0) {
                throw new IllegalArgumentException("brake: " + removals + " removals within " + within);
            }
        }
    }

    public record Spent(InetAddress address, Moment at) {}

    public static final SafetyBrake NONE = new SafetyBrake(null, List.of());

    public SafetyBrake {
        spent = List.copyOf(spent);
    }

    /** Whether {@code address} may leave at {@code now}. */
    public boolean lets(InetAddress address, Moment now) {
        if (rule == null) {
            return true;
        }
        List<Spent> recent = recent(rule, now);
        return recent.size() < rule.removals()
                || recent.stream().anyMatch(each -> each.address().equals(address));
    }

    /** When the next removal may be let go; null when one may now. */
    public @Nullable Moment freeAt(Moment now) {
        if (rule == null) {
            return null;
        }
        List<Spent> recent = recent(rule, now);
        int over = recent.size() - rule.removals();
        return over < 0 ? null : recent.get(over).at().plus(rule.within());
    }

    /** The brake after {@code address} left; one that leaves again counts once, from the last time. */
    public SafetyBrake spending(InetAddress address, Moment now) {
        if (rule == null) {
            return this;
        }
        var next = new ArrayList<>(recent(rule, now));
        next.removeIf(each -> each.address().equals(address));
        next.add(new Spent(address, now));
        return new SafetyBrake(rule, next);
    }

    public SafetyBrake under(@Nullable Rule next) {
        return new SafetyBrake(next, spent);
    }

    private List<Spent> recent(Rule of, Moment now) {
        return spent.stream()
                .filter(each -> now.isBefore(each.at().plus(of.within())))
                .toList();
    }
}
