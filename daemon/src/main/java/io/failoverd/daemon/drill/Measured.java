package io.failoverd.daemon.drill;

import io.failoverd.daemon.drill.Happening.What;
import io.failoverd.daemon.drill.client.Outcome;
import io.failoverd.daemon.drill.client.Shot;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of a drill. Durations after the failure; null for what was not seen.
 *
 * @param requests in the whole drill
 * @param lost those that failed; of a synthetic failure also those that went to the gateway that counted as failed
 * @param before those of the lost that were lost before the failure began
 * @param others those of the lost that went to the other gateways after it
 * @param local those that this client could not send, and which are in none of the other numbers
 * @param detection until the daemon called the endpoint DOWN
 * @param decision until its address was out of the decision
 * @param verified until a publisher's target was seen to answer without it
 * @param lastLost until the last request started that was lost at the endpoint
 */
public record Measured(
        long requests,
        long lost,
        long before,
        long others,
        long local,
        @Nullable Duration detection,
        @Nullable Duration decision,
        @Nullable Duration verified,
        @Nullable Duration lastLost) {
    /**
     * The failure of a drill.
     *
     * @param endpoint its name
     * @param addresses of it
     * @param from since the drill's start
     * @param to since the drill's start
     * @param synthetic whether the gateway really goes on, and only the daemon counts it as failed
     */
    public record Failure(String endpoint, Set<InetAddress> addresses, Duration from, Duration to, boolean synthetic) {
        public Failure {
            addresses = Set.copyOf(addresses);
        }

        /** Whether a request is one that the failure took. */
        boolean takes(Shot shot) {
            return shot.address() != null
                    && addresses.contains(shot.address())
                    && shot.planned().compareTo(from) >= 0;
        }

        private boolean loses(Shot shot) {
            return synthetic && takes(shot) && shot.started().compareTo(to) < 0;
        }
    }

    /**
     * Of all requests, and of what the daemon said meanwhile.
     *
     * @param began when the drill did, by the clock that the happenings have
     */
    public static Measured of(List<Shot> shots, Failure failure, Instant began, List<Happening> happenings) {
        var counts = new Counts(failure);
        shots.forEach(counts::count);
        Instant failed = began.plus(failure.from());
        @Nullable Instant down = first(happenings, failed, happening -> says(happening, failure.endpoint(), "DOWN"));
        @Nullable
        Instant out = down == null ? null : first(happenings, down, happening -> leavesOut(happening, failure));
        @Nullable
        Instant told = out == null ? null : first(happenings, out, each -> each.what() instanceof What.Verified);
        return new Measured(
                shots.size(),
                counts.lost,
                counts.before,
                counts.others,
                counts.local,
                after(failed, down),
                after(failed, out),
                after(failed, told),
                counts.last);
    }

    private static final class Counts {
        private final Failure failure;
        private long lost;
        private long before;
        private long others;
        private long local;
        private @Nullable Duration last;

        Counts(Failure failure) {
            this.failure = failure;
        }

        void count(Shot shot) {
            if (shot.outcome() instanceof Outcome.Failed failed && failed.kind().ours()) {
                local++;
            } else if (!shot.outcome().good() || failure.loses(shot)) {
                lost++;
                if (shot.planned().compareTo(failure.from()) < 0) {
                    before++;
                } else if (failure.takes(shot)) {
                    Duration since = shot.planned().minus(failure.from());
                    last = last == null || since.compareTo(last) > 0 ? since : last;
                } else {
                    others++;
                }
            }
        }
    }

    private static boolean says(Happening happening, String endpoint, String health) {
        return happening.what() instanceof What.Health(String to)
                && to.equals(health)
                && endpoint.equals(happening.endpoint());
    }

    private static boolean leavesOut(Happening happening, Failure failure) {
        return happening.what() instanceof What.Decision(List<String> answer)
                && failure.addresses().stream().map(InetAddress::getHostAddress).noneMatch(answer::contains);
    }

    private static @Nullable Instant first(List<Happening> happenings, Instant from, Predicate<Happening> asked) {
        return happenings.stream()
                .filter(happening -> !happening.at().isBefore(from) && asked.test(happening))
                .map(Happening::at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static @Nullable Duration after(Instant failed, @Nullable Instant at) {
        return at == null ? null : Duration.between(failed, at);
    }

    /** For how long caches still gave the address after the decision; null where that is not known. */
    public @Nullable Duration residue() {
        if (decision == null) {
            return null;
        }
        Duration left = lastLost == null ? Duration.ZERO : lastLost.minus(decision);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Share of all requests that were sent, 0 to 1. */
    public double share() {
        long sent = requests - local;
        return sent == 0 ? 0 : (double) lost / sent;
    }
}
