package io.failoverd.daemon.watch;

import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All that is watched. Immutable; a step costs what is watched, never what is configured.
 *
 * @param plan null where nothing is watched
 * @param known what each name answered last, also while nothing is watched
 * @param open by name, at most {@link WatchPlan#MOST_WATCHES}
 * @param freeAt when the next question may be asked
 * @param underWay questions without an answer
 */
public record Watches(
        @Nullable WatchPlan plan, PMap<String, Known> known, PMap<String, Watch> open, Moment freeAt, int underWay) {
    /** Each question is early or late by up to this part of the pause. */
    private static final double JITTER = 0.25;

    public static final Watches NONE = new Watches(null, HashTreePMap.empty(), HashTreePMap.empty(), Moment.ZERO, 0);

    /** What comes next, and what is to be told. */
    public record Turn(Watches next, List<Told> told) {}

    /** A question to be asked now, and what comes next. */
    public record Ask(Watches next, Question question) {}

    /** Under another plan: what was watched by another one ends without a word. Names that are gone are forgotten. */
    public Watches under(@Nullable WatchPlan next, Set<String> services) {
        var gone = new HashSet<>(known.keySet());
        gone.removeAll(services);
        boolean same = next != null && next.equals(plan);
        return new Watches(
                next, known.minusAll(gone), same ? open.minusAll(gone) : HashTreePMap.empty(), freeAt, underWay);
    }

    /** A decision was taken. What an older one left unsettled is awaited with it, and from it on. */
    public Turn decided(Decision decision, Moment now) {
        String name = decision.service();
        Known before = known.get(name);
        Known is = before == null ? Known.first(decision, now) : before.next(decision, now);
        var next = new Watches(plan, known.plus(name, is), open, freeAt, underWay);
        if (plan == null || before == null || before.addresses().equals(is.addresses())) {
            return new Turn(next, List.of());
        }
        Watch older = open.get(name);
        Awaited awaited = awaited(decision, before, is, older, now);
        if (awaited.gone().isEmpty() && awaited.come().isEmpty()) {
            return new Turn(next.with(open.minus(name)), List.of());
        }
        if (older == null && open.size() >= WatchPlan.MOST_WATCHES) {
            String text = "generation " + decision.generation() + " is not watched: " + open.size()
                    + " others are, which is the most";
            return new Turn(next, List.of(new Told.Skipped(name, text)));
        }
        return new Turn(next.with(open.plus(name, Watch.begun(awaited, plan))), List.of());
    }

    private static Awaited awaited(Decision decision, Known before, Known is, @Nullable Watch older, Moment now) {
        Set<InetAddress> gone = before.addresses();
        Set<InetAddress> come = is.addresses();
        come.removeAll(before.addresses());
        if (older != null) {
            gone.addAll(older.awaited().gone());
            older.awaited().come().stream().filter(is.addresses()::contains).forEach(come::add);
        }
        gone.removeAll(is.addresses());
        if (is.regional()) {
            come.clear(); // whether clients here get an address at all is the regions' matter
        }
        int parts = Math.max(before.parts(), is.parts());
        return new Awaited(
                decision.service(),
                decision.generation(),
                now,
                gone,
                come,
                parts == 1,
                Math.min(WatchPlan.MOST_IN_A_ROW, WatchPlan.IN_A_ROW * parts),
                is.cachedUntil());
    }

    private Watches with(PMap<String, Watch> next) {
        return new Watches(plan, known, next, freeAt, underWay);
    }

    /** What can be asked now; null for nothing. */
    public @Nullable Ask next(Moment now) {
        Watch watch = first();
        Progress server = watch == null ? null : watch.next();
        if (watch == null
                || server == null
                || server.nextAt().isAfter(now)
                || freeAt.isAfter(now)
                || underWay >= WatchPlan.AT_ONCE) {
            return null;
        }
        PMap<String, Watch> next = open.plus(watch.awaited().service(), watch.with(server.asked(now)));
        return new Ask(new Watches(plan, known, next, now.plus(WatchPlan.GAP), underWay + 1), watch.question(server));
    }

    /** Who waits longest for a question. */
    private @Nullable Watch first() {
        Watch first = null;
        Moment at = null;
        for (Watch watch : open.values()) {
            Progress server = watch.next();
            if (server != null && (at == null || server.nextAt().isBefore(at))) {
                first = watch;
                at = server.nextAt();
            }
        }
        return first;
    }

    /**
     * An answer to a question of {@link #next}.
     *
     * @param chance from 0 to 1, for the pause until the next one
     */
    public Turn answered(Question question, Seen seen, Moment now, double chance) {
        var told = new ArrayList<Told>();
        var next = new Watches(plan, known, open, freeAt, underWay - 1);
        Watch watch = open.get(question.service());
        if (watch == null || plan == null || watch.awaited().generation() != question.generation()) {
            return new Turn(next, told); // of a watch that a newer decision has taken over
        }
        Duration pause = Duration.ofNanos((long) (plan.every().toNanos() * (1 - JITTER + 2 * JITTER * chance)));
        Watch after = watch.answered(question.server(), seen, now, now.plus(pause), told);
        return new Turn(next.settled(question.service(), after), told);
    }

    private Watches settled(String service, Watch watch) {
        return with(watch.open() ? open.plus(service, watch) : open.minus(service));
    }

    /** What time alone ends. */
    public Turn expired(Moment now) {
        var told = new ArrayList<Told>();
        PMap<String, Watch> next = open;
        for (Watch watch : open.values()) {
            if (plan != null && !now.isBefore(watch.awaited().since().plus(plan.patience()))) {
                watch.givenUp(now, told);
                next = next.minus(watch.awaited().service());
            }
        }
        return new Turn(with(next), told);
    }

    /** When there is something to do without an answer; null for never. */
    public @Nullable Moment due() {
        Moment due = null;
        Watch first = first();
        Progress server = first == null ? null : first.next();
        if (server != null && underWay < WatchPlan.AT_ONCE) {
            due = Moment.later(server.nextAt(), freeAt);
        }
        for (Watch watch : open.values()) {
            if (plan != null) {
                due = Moment.earliest(due, watch.awaited().since().plus(plan.patience()));
            }
        }
        return due;
    }
}
