package io.failoverd.daemon.watch;

import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far one server has come.
 *
 * @param clean answers in a row that were as decided
 * @param cleanSince when the first of those was asked for; null for none
 * @param stale answers that were not
 * @param seen of the addresses that are to come, those that were seen
 * @param last in words what was wrong with the latest answer; empty where nothing was, or none came
 * @param silent whether the latest question was not answered
 * @param nextAt when to ask next
 * @param asked when the question was asked that is on its way; null for none
 * @param lateTold whether it was told that it is late
 */
public record Progress(
        String server,
        State state,
        int clean,
        @Nullable Moment cleanSince,
        int stale,
        Set<InetAddress> seen,
        String last,
        boolean silent,
        Moment nextAt,
        @Nullable Moment asked,
        boolean lateTold) {
    /** Whether anything is still awaited of it. */
    public enum State {
        AWAITED,
        SETTLED,
        GIVEN_UP
    }

    public Progress {
        seen = Set.copyOf(seen);
    }

    static Progress begun(String server, Moment now) {
        return new Progress(server, State.AWAITED, 0, null, 0, Set.of(), "", false, now, null, false);
    }

    boolean open() {
        return state == State.AWAITED;
    }

    Progress asked(Moment now) {
        return new Progress(server, state, clean, cleanSince, stale, seen, last, silent, nextAt, now, lateTold);
    }

    Progress ended(State next) {
        return new Progress(server, next, clean, cleanSince, stale, seen, last, silent, nextAt, null, lateTold);
    }

    Progress toldLate() {
        return new Progress(server, state, clean, cleanSince, stale, seen, last, silent, nextAt, asked, true);
    }

    /** Silence neither counts nor breaks a row. */
    Progress answered(Awaited awaited, Seen what, Moment now, Moment next) {
        return switch (what) {
            case Seen.Silent(String why) ->
                new Progress(server, state, clean, cleanSince, stale, seen, why, true, next, null, lateTold);
            case Seen.Behind(String why) -> stale(why, seen, next);
            case Seen.Answered(Set<InetAddress> addresses) -> {
                var wrong = new HashSet<>(awaited.gone());
                wrong.retainAll(addresses);
                var nowSeen = new HashSet<>(awaited.come());
                nowSeen.retainAll(addresses);
                if (!awaited.whole()) {
                    nowSeen.addAll(seen);
                }
                var missing = new HashSet<>(awaited.come());
                missing.removeAll(nowSeen);
                if (!wrong.isEmpty()) {
                    yield stale("still answers " + Awaited.text(wrong), nowSeen, next);
                }
                if (!missing.isEmpty()) {
                    yield stale("does not answer " + Awaited.text(missing) + " yet", nowSeen, next);
                }
                Moment since = cleanSince != null ? cleanSince : asked == null ? now : asked;
                yield new Progress(server, state, clean + 1, since, stale, nowSeen, "", false, next, null, lateTold);
            }
        };
    }

    private Progress stale(String why, Set<InetAddress> nowSeen, Moment next) {
        return new Progress(server, state, 0, null, stale + 1, nowSeen, why, false, next, null, lateTold);
    }
}
