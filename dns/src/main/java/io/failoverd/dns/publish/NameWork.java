package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.RetryPolicy;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.WantedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one name comes to hold at the target what was decided: read, write what differs, read back, ask the name servers,
 * look again from time to time. At most one call of a name is on its way. Owned by one {@link RemotePublisher}, used by
 * its thread only; it makes no call itself but says which one it wants.
 */
final class NameWork {
    /** The first wait for a read to show an acknowledged write, doubled each time, and the longest. */
    private static final Duration CONFIRM_FIRST = Duration.ofMillis(100);

    private static final Duration CONFIRM_LONGEST = Duration.ofSeconds(2);

    /** A target mostly shows at once what it acknowledged. */
    private static final Duration LOOK_FIRST = Duration.ofMillis(10);
    /** How often to look while an unanswered write may still be applied. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final PublishLimits limits;
    private final Surroundings around;
    private final Provider provider;
    private final Consumer<PublishEvent> events;
    private final Belief belief;
    private final Verification verification;
    private final Troubles troubles = new Troubles();
    private final Publication publication;
    private ManagedName name;
    private Step step = Step.IDLE;
    private Instant since;
    private Duration due = Duration.ZERO;
    private boolean checking;
    private boolean askedMeanwhile;
    private int unconfirmed;
    private Optional<String> silent = Optional.empty();
    private NextWrite.Now write = new NextWrite.Now(List.of(), Urgency.TUNE);

    /**
     * Of a name that nothing was asked for yet.
     *
     * @param before what was known of it when it was given up elsewhere; null: nothing
     */
    NameWork(
            ManagedName name,
            Provider provider,
            PublishLimits limits,
            Surroundings around,
            Consumer<PublishEvent> events,
            Unsettled.@Nullable Name before) {
        this.name = name;
        this.provider = provider;
        this.limits = limits;
        this.around = around;
        this.events = events;
        this.belief = new Belief(provider, before);
        this.verification = new Verification(name.name(), limits, events);
        this.publication = new Publication(name.name(), limits, around, events);
        this.since = around.wall();
        belief.ours().addAll(name.addresses());
    }

    ManagedName name() {
        return name;
    }

    /** The name's configuration is now this; what was ours before stays ours until it is off. */
    void managed(ManagedName next, Duration now) {
        if (next.equals(name)) {
            return;
        }
        name = next;
        belief.ours().addAll(next.addresses());
        Ask present = publication.ask();
        if (present != null) {
            publication.reword(present.with(WantedRecords.of(present.desired(), next)));
            restart(now);
        }
    }

    /** A decision. Nothing older than the newest is taken. */
    void asked(DesiredRecords desired, Consumer<PublishOutcome> outcome, Duration now) {
        Ask before = publication.ask();
        var next = new Ask(desired, WantedRecords.of(desired, name), now, outcome);
        if (before != null && next.generation() < before.generation()) {
            next.tell(new PublishOutcome.Superseded(next.generation(), before.generation()));
            return;
        }
        boolean held = before != null && publication.holds(before.generation());
        publication.replace(next);
        belief.ours().addAll(next.wanted().weights().keySet());
        if (before == null || !next.wanted().equals(before.wanted())) {
            restart(now);
        } else if (held) {
            // A newer generation of the same addresses and weights: there is nothing to write, whatever its TTL.
            publication.applied(next, now);
            verification.relabel(before.generation(), next.generation());
        } else if (!publication.drift().isEmpty() && step == Step.SETTLED) {
            publication.left(next);
        }
    }

    /** Something else is wanted than before. A read on its way for the earlier decision does for this one too. */
    private void restart(Duration now) {
        troubles.clear();
        unconfirmed = 0;
        publication.behind(now);
        if (step == Step.WRITING) {
            askedMeanwhile = true;
        } else if (step != Step.READING || checking) {
            enter(Step.READ, now);
        }
        checking = false;
    }

    private void enter(Step next, Duration from) {
        if (step != next) {
            step = next;
            since = around.wall();
        }
        due = from;
    }

    /** The call to make next. */
    Want want() {
        Ask present = publication.ask();
        RecordSet assumed = belief.assumed();
        return switch (step) {
            case IDLE, READING, WRITING, ASKING -> new Want.None();
            case READ, RETRY, WITHHELD, SETTLED -> new Want.Read(due, readUrgency(), troubles.staleIds());
            case WRITE ->
                present == null || assumed == null
                        ? new Want.None()
                        : new Want.Write(due, write.urgency(), present.generation(), assumed, write.changes());
            case ASK -> new Want.Ask(due);
        };
    }

    private Urgency readUrgency() {
        Ask present = publication.ask();
        if (present == null || checking || step == Step.SETTLED) {
            return belief.waits(due) ? Urgency.RETURN : Urgency.CHECK;
        }
        return belief.deadMayAnswer(present.wanted()) ? Urgency.FAILOVER : Urgency.RETURN;
    }

    /** The call that was wanted is on its way. */
    void started(Duration now) {
        askedMeanwhile = false;
        if (want() instanceof Want.Read) {
            belief.readBegins(now);
        }
        checking |= step == Step.SETTLED;
        enter(
                switch (step) {
                    case READ, RETRY, WITHHELD, SETTLED -> Step.READING;
                    case WRITE -> Step.WRITING;
                    case ASK -> Step.ASKING;
                    case IDLE, READING, WRITING, ASKING ->
                        throw new IllegalStateException(name.name() + " wants no call: " + step);
                },
                due);
    }

    Publication publication() {
        return publication;
    }

    /** For whoever goes on where the publisher has stopped. */
    Unsettled.Name given() {
        return belief.given();
    }

    /** The name is given up while a write of it is on its way. */
    void writeAbandoned(Duration now) {
        belief.unanswered(name, write.changes(), now);
    }

    /** The deadline of the publication has passed. */
    void alarm() {
        publication.alarm(step, troubles.last());
    }

    void readDone(Reading reading, Duration now) {
        switch (reading) {
            case Reading.Unknown unknown -> failed(unknown.why(), now);
            case Reading.Known known -> {
                troubles.idsLookedUp();
                silent = known.silent();
                known(known.records(), now);
            }
        }
    }

    private void known(RecordSet read, Duration now) {
        Ask present = publication.ask();
        if (present == null) {
            enter(Step.IDLE, now);
            return;
        }
        RecordSet assumed = belief.read(read, name, present.wanted());
        RecordDiff diff = belief.diff(assumed, present.wanted());
        if (checking) {
            checked(present, diff, assumed, now);
        } else if (!diff.isEmpty()) {
            plan(present, diff, assumed, now);
        } else if (belief.shows(present.wanted())) {
            applied(present, diff, now);
        } else {
            // Acknowledged, but not shown yet: the read is behind, or it did not happen. Writing again would not help.
            enter(Step.READ, now.plus(Pauses.doubling(CONFIRM_FIRST, CONFIRM_LONGEST, unconfirmed++)));
        }
    }

    /** Looked without having been asked to change anything. */
    private void checked(Ask present, RecordDiff diff, RecordSet assumed, Duration now) {
        troubles.clear();
        boolean late = belief.late(diff);
        if (late) {
            events.accept(new PublishEvent.AppliedLate(name.name(), present.generation(), diff));
        } else {
            publication.drifted(diff);
        }
        if (diff.isEmpty() && !publication.reached()) {
            applied(present, diff, now);
        } else if (!diff.isEmpty() && (late || limits.repairDrift())) {
            checking = false;
            publication.behind(now);
            verification.repairing();
            plan(present, diff, assumed, now);
        } else if (publication.published() != 0 && isSilent(now)) {
            settle(now);
        } else if (diff.isEmpty() && verification.wanted(publication.published())) {
            checking = false;
            enter(Step.ASK, now);
        } else {
            settle(now);
        }
    }

    private void applied(Ask present, RecordDiff diff, Duration now) {
        checking = false;
        unconfirmed = 0;
        troubles.clear();
        publication.drifted(diff);
        publication.applied(present, now);
        verification.begin(publication.published(), now);
        if (isSilent(now)) {
            settle(now);
        } else {
            enter(Step.ASK, now);
        }
    }

    private boolean isSilent(Duration now) {
        return verification.isSilent(silent, publication.published(), publication.taken(now));
    }

    private void settle(Duration now) {
        checking = false;
        Duration drift = limits.driftInterval();
        boolean lags = verification.wanted(publication.published());
        if (belief.waits(now)) {
            enter(Step.SETTLED, now.plus(WATCH));
        } else if (lags && (drift.isZero() || drift.compareTo(limits.verifyDeadline()) > 0)) {
            enter(Step.SETTLED, now.plus(limits.verifyDeadline()));
        } else {
            enter(drift.isZero() ? Step.IDLE : Step.SETTLED, now.plus(Pauses.spread(drift, around.random())));
        }
    }

    private void plan(Ask present, RecordDiff diff, RecordSet assumed, Duration now) {
        NextWrite next = ChangeOrder.next(
                ChangeOrder.of(diff, assumed, present.wanted()),
                troubles::blocks,
                change -> provider.batch(name, change),
                assumed,
                present.wanted(),
                belief.certainty(now),
                now);
        switch (next) {
            case NextWrite.Now ready -> {
                write = ready;
                enter(Step.WRITE, now);
            }
            case NextWrite.Wait wait -> {
                events.accept(new PublishEvent.Withheld(name.name(), present.generation(), wait.why()));
                enter(Step.WITHHELD, wait.until());
            }
            case NextWrite.LookFirst _ ->
                enter(Step.READ, now.plus(Pauses.doubling(LOOK_FIRST, CONFIRM_LONGEST, unconfirmed++)));
            case NextWrite.Nothing nothing -> failed(troubles.firstBlocked().orElse(nothing.why()), now);
        }
    }

    /** A write ended; {@code sent} says whether anything may have reached the target. */
    void writeDone(WriteOutcome outcome, boolean sent, Duration now) {
        switch (outcome) {
            case WriteOutcome.NotSent _ -> enter(Step.READ, now);
            case WriteOutcome.Acknowledged _ -> acknowledged(now);
            case WriteOutcome.Failed failed -> writeFailed(failed.failure(), sent, now);
        }
    }

    private void acknowledged(Duration now) {
        RecordSet after = belief.wrote(write.changes(), now);
        Ask present = publication.ask();
        if (present == null || after == null) {
            enter(Step.READ, now);
            return;
        }
        for (Change change : write.changes()) {
            events.accept(new PublishEvent.Wrote(name.name(), present.generation(), change));
        }
        RecordDiff left = belief.diff(after, present.wanted());
        if (askedMeanwhile || left.isEmpty()) {
            enter(Step.READ, now);
        } else {
            plan(present, left, after, now);
        }
    }

    private void writeFailed(Failure why, boolean sent, Duration now) {
        Ask present = publication.ask();
        RecordSet assumed = belief.assumed();
        if (sent && why.kind().mayHaveApplied()) {
            belief.unanswered(name, write.changes(), now);
        }
        if (askedMeanwhile) {
            enter(Step.READ, now);
        } else if (why.kind().needsPerson() && present != null && assumed != null) {
            troubles.block(write.changes(), why);
            plan(present, belief.diff(assumed, present.wanted()), assumed, now);
        } else {
            failed(why, now);
        }
    }

    private void failed(Failure failure, Duration now) {
        int inARow = troubles.add(failure, around.wall());
        Duration pause = RetryPolicy.pause(failure.kind(), inARow, around.random());
        Ask present = publication.ask();
        if (present != null) {
            events.accept(new PublishEvent.Retrying(name.name(), present.generation(), failure, pause));
            if (failure.kind().needsPerson() && publication.behindSince().isPresent()) {
                publication.fail(present, failure);
            }
        }
        enter(Step.RETRY, now.plus(pause));
    }

    void askDone(List<ServerAnswer> answers, Duration now) {
        Ask present = Objects.requireNonNull(publication.ask(), "name servers are asked about a request");
        Optional<Duration> again = verification.answered(
                answers, present, belief.ours(), provider.traits().wholeAnswers(), publication.taken(now), now);
        if (again.isEmpty()) {
            settle(now);
        } else {
            // A wrong answer may be the doing of a write that came to pass late, or of somebody else.
            checking = belief.waits(now) || verification.slow();
            enter(checking ? Step.READ : Step.ASK, again.get());
        }
    }

    NameStatus status() {
        return new NameStatus(
                name.name(),
                name.ttl(),
                publication.generation(),
                publication.published(),
                verification.verified(),
                step.text(),
                since,
                publication.behindSince(),
                belief.held(),
                publication.drift(),
                troubles.last());
    }
}
