package io.failoverd.daemon.replay;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.journal.events.Entry;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what happened to each endpoint in one course of events. One thread. */
public final class Tally {
    /** A removal that a success soon after would show to be false. */
    private record Removal(Moment at, boolean counted) {}

    private final Duration falseWithin;
    private final SortedMap<Member, Score> scores = new TreeMap<>();
    /** Start of the first failure of the present run of failures. */
    private final Map<TargetId, Moment> firstFailures = new HashMap<>();

    private final Map<Member, Removal> open = new HashMap<>();
    private final Map<Member, Boolean> inAnswer = new TreeMap<>();
    private final Map<Member, Boolean> removed = new HashMap<>();

    /**
     * Nothing counted yet.
     *
     * @param falseWithin a success of a probe that started so soon after a removal makes it a false one
     */
    public Tally(Duration falseWithin) {
        this.falseWithin = falseWithin;
    }

    /** A new run: its clock is another one, and its probes begin anew. */
    public void restarted() {
        firstFailures.clear();
        open.clear();
    }

    /**
     * Counts what a step did.
     *
     * @param counted whether the step lies within the window
     */
    public void stepped(Entry entry, World after, List<Effect> effects, boolean counted) {
        seen(entry);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish publish) {
                decided(publish.decision(), after, entry.now(), counted);
            }
        }
    }

    /** A step of which nothing came. */
    void seen(Entry entry) {
        if (entry.event() instanceof Event.ProbeFinished finished) {
            probed(finished.probed());
        }
    }

    private void probed(Probed probed) {
        switch (probed.result()) {
            case ProbeResult.Down _ -> firstFailures.putIfAbsent(probed.target(), probed.startedAt());
            case ProbeResult.Up _, ProbeResult.Degraded _ -> {
                if (!firstFailures.isEmpty()) {
                    firstFailures.remove(probed.target());
                }
                if (!open.isEmpty()) {
                    passed(probed);
                }
            }
            case ProbeResult.Inconclusive _ -> {}
        }
    }

    private void passed(Probed probed) {
        var member = new Member(probed.target().service(), probed.target().endpoint());
        Removal removal = open.get(member);
        if (removal == null || !probed.startedAt().isAfter(removal.at())) {
            return;
        }
        open.remove(member);
        if (removal.counted() && probed.startedAt().since(removal.at()).compareTo(falseWithin) <= 0) {
            scores.compute(member, (_, score) -> (score == null ? Score.NONE : score).removedInVain());
        }
    }

    private void decided(Decision decision, World after, Moment now, boolean counted) {
        for (var each : decision.members()) {
            var member = new Member(decision.service(), each.endpoint());
            Boolean before = inAnswer.put(member, each.inAnswer());
            Score score = scores.computeIfAbsent(member, _ -> Score.NONE);
            if (before == null || before == each.inAnswer()) {
                continue;
            }
            Score next = each.inAnswer() ? joined(member, score) : left(member, score, after, now, counted);
            if (counted) {
                scores.put(member, next.flipped());
            }
        }
    }

    private Score joined(Member member, Score score) {
        open.remove(member);
        return removed.remove(member) != null ? score.restored() : score;
    }

    private Score left(Member member, Score score, World after, Moment now, boolean counted) {
        ServiceState service = after.services().get(member.service());
        int index = service == null ? -1 : service.indexOf(member.endpoint());
        if (service == null
                || index < 0
                || service.endpoints().get(index).drill() != null
                || !service.endpoints().get(index).health().health().condemned()) {
            return score; // an operator's wish, a drill, a maintenance, or the policy
        }
        removed.put(member, true);
        open.put(member, new Removal(now, counted));
        Moment first = null;
        for (var rule : service.plan().health().checks()) {
            Moment failure = firstFailures.get(new TargetId(member.service(), member.endpoint(), rule.check()));
            if (failure != null && (first == null || failure.isBefore(first))) {
                first = failure;
            }
        }
        Score next = score.removed();
        return first == null ? next : next.detected(now.since(first));
    }

    /** Who is in the answer now and who is not, by the latest decisions. */
    Map<Member, Boolean> inAnswer() {
        return inAnswer;
    }

    /** Forgets the endpoints that a configuration no longer has. */
    void keepOnly(World world) {
        Iterator<Member> members = inAnswer.keySet().iterator();
        while (members.hasNext()) {
            Member member = members.next();
            ServiceState service = world.services().get(member.service());
            if (service == null || service.indexOf(member.endpoint()) < 0) {
                members.remove();
                removed.remove(member);
                open.remove(member);
            }
        }
    }

    public SortedMap<Member, Score> scores() {
        return Collections.unmodifiableSortedMap(scores);
    }
}
