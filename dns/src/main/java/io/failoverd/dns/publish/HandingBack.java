package io.failoverd.dns.publish;

import io.failoverd.dns.RetryPolicy;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HandBack;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves one name to the target's own health checks: read, write what differs, read back, until it is so or the time is
 * over. Used by one thread, which it blocks. It only ever switches on, so that it needs no order and no certainty; a
 * publisher that runs would take everything back at its next look.
 */
final class HandingBack {
    /** Between an acknowledged write and the reading that should show it. */
    private static final Duration SHOWS_AFTER = Duration.ofMillis(50);

    /** How often to look while an unanswered write of the publisher's may still be applied. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final Provider provider;
    private final Calls calls;
    private final Surroundings around;
    private final ManagedName name;
    private final Set<InetAddress> ours;
    private final Duration end;
    private final Ledger ledger;
    private final BooleanSupplier wanted;
    private final List<Change> written = new ArrayList<>();
    private Failure last;
    private int inARow;

    /**
     * For one name.
     *
     * @param ours the addresses to leave to the target
     * @param end by the surroundings' clock
     * @param ledger of what was sent for the name: a removal that no reading shows yet is to be ended, too
     * @param wanted whether somebody wants it still
     */
    HandingBack(
            Provider provider,
            Calls calls,
            Surroundings around,
            ManagedName name,
            Set<InetAddress> ours,
            Duration end,
            Ledger ledger,
            BooleanSupplier wanted) {
        this.provider = provider;
        this.calls = calls;
        this.around = around;
        this.name = name;
        this.ours = ours;
        this.end = end;
        this.ledger = ledger;
        this.wanted = wanted;
        this.last = new Failure(FailureClass.TRANSIENT, "deadline", "not handed back in time");
    }

    HandBack run() {
        while (wanted.getAsBoolean() && around.now().compareTo(end) < 0) {
            Duration pause = SHOWS_AFTER;
            ledger.readBegins(around.now());
            switch (calls.read(name)) {
                case Reading.Unknown unknown -> pause = failed(unknown.why());
                case Reading.Known known -> {
                    RecordSet assumed = ledger.believed(known.records());
                    List<Change> left = RecordDiff.handBack(assumed, ours).changes();
                    boolean shown = RecordDiff.handBack(known.records(), ours).isEmpty();
                    if (shown && left.isEmpty()) {
                        Set<InetAddress> open = ledger.mayYetBeOff(around.now());
                        open.retainAll(ours);
                        if (open.isEmpty()) {
                            return new HandBack.Done(written, RecordDiff.unchecked(known.records(), ours));
                        }
                        last = new Failure(
                                FailureClass.AMBIGUOUS,
                                "unanswered",
                                "a write that was not answered may still switch off one of " + open);
                        pause = WATCH;
                    } else {
                        Failure why = write(assumed, left);
                        pause = why == null ? pause : failed(why);
                    }
                }
            }
            if (last.kind().needsPerson()) {
                break;
            }
            pause(pause);
        }
        return new HandBack.Failed(written, last);
    }

    private Duration failed(Failure why) {
        last = why;
        return RetryPolicy.pause(why.kind(), ++inARow, around.random());
    }

    private void pause(Duration pause) {
        Duration until = around.now().plus(pause);
        around.bell().await(until.compareTo(end) < 0 ? until : end);
    }

    /** Null where the target said that all is done. */
    private @Nullable Failure write(RecordSet held, List<Change> changes) {
        RecordSet now = held;
        for (List<Change> batch : ChangeOrder.batches(changes, change -> provider.batch(name, change))) {
            if (!wanted.getAsBoolean() || around.now().compareTo(end) >= 0) {
                return last;
            }
            switch (calls.write(name, now, batch, end)) {
                case WriteOutcome.Acknowledged _ -> {
                    ledger.sent(batch, around.now(), true);
                    written.addAll(batch);
                    now = now.after(batch);
                }
                case WriteOutcome.NotSent _ -> {
                    return last;
                }
                case WriteOutcome.Failed failed -> {
                    if (failed.failure().kind().mayHaveApplied()) {
                        ledger.sent(batch, around.now(), false);
                    }
                    return failed.failure();
                }
            }
        }
        return null;
    }
}
