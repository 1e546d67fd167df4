package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wire to one place, and what is known of how the place treats wires.
 *
 * <pre>
 *            a probe passes, and the wait is over            peer, or nobody, ends it
 *   ABSENT ─────────────────────────────────────► OPEN ─────────────────────────────► TRIPPED
 *      ▲                                           │ ▲                                   │
 *      │                          as old as it may │ │ replaced                          │
 *      │                              become       └─┘                                   │
 *      └──────────────── a probe that started after its end passes or fails ─────────────┘
 * </pre>
 *
 * A place is dialled only right after a probe of it has passed, so what does not answer is asked by probes alone, and no
 * timer is needed.
 *
 * <p>Owned by {@link Tripwires}; lives on its event loop, but for {@link #state}.
 */
final class Tripwire implements Wire.Owner {
    private final Place place;
    private final Tripwires all;
    private final Set<TargetId> targets = new HashSet<>();
    private Rewiring rewiring;
    private @Nullable Wire wire;
    private @Nullable Moment openSince;
    private @Nullable Trip last;
    private volatile TripwireState state;

    Tripwire(Place place, Tripwires all) {
        this.place = place;
        this.all = all;
        this.rewiring = Rewiring.first(all.now());
        this.state = new TripwireState(null, rewiring.notBefore(), null, null);
    }

    Place place() {
        return place;
    }

    Set<TargetId> targets() {
        return targets;
    }

    TripwireState state() {
        return state;
    }

    boolean isOpen() {
        return openSince != null;
    }

    /** Whether its end waits for the word of a probe that started at {@code since} or later. */
    boolean isPending(Moment since) {
        return last != null && last.word() == Trip.Word.PENDING && last.at().equals(since);
    }

    /** A probe has passed or failed. */
    void told(Moment startedAt, boolean passed) {
        Moment now = all.now();
        if (last != null && last.word() == Trip.Word.PENDING) {
            if (startedAt.isAfter(last.at())) {
                judged(last, passed, now);
            }
        } else if (passed && wire == null && rewiring.mayDial(now)) {
            dial();
        } else if (passed && openSince != null && rewiring.isOld(now.since(openSince))) {
            replace();
        }
        show();
    }

    private void judged(Trip trip, boolean passed, Moment now) {
        if (passed) {
            rewiring = rewiring.contradicted(trip.end(), trip.age(), now);
            last = trip.judged(Trip.Word.CONTRADICTED);
            all.countContradicted();
        } else {
            rewiring = rewiring.confirmed(now);
            last = trip.judged(Trip.Word.CONFIRMED);
        }
    }

    private void dial() {
        if (all.mayOpen()) {
            var next = new Wire(place, this);
            wire = next;
            all.opening(next);
        }
    }

    /** Nobody wants it any more. */
    void end() {
        if (wire != null) {
            wire.close();
        }
        gone();
    }

    private void gone() {
        if (wire != null) {
            all.closed();
        }
        wire = null;
        if (openSince != null) {
            all.countOpen(-1);
        }
        openSince = null;
        show();
    }

    @Override
    public void stands() {
        openSince = all.now();
        all.countOpen(1);
        show();
    }

    private void replace() {
        if (wire != null) {
            wire.close();
        }
        gone();
        rewiring = rewiring.outlived(all.now());
        dial();
    }

    @Override
    public void failed() {
        gone();
        rewiring = rewiring.refused(all.now());
        show();
    }

    @Override
    public void talks() {
        gone();
        rewiring = rewiring.unfit(all.now());
        show();
    }

    @Override
    public void ended(WireEnd end) {
        Moment now = all.now();
        Duration age = openSince == null ? Duration.ZERO : now.since(openSince);
        gone();
        var trip = new Trip(now, end, age, Trip.Word.PENDING);
        last = trip;
        show();
        all.tripped(this, trip);
    }

    private void show() {
        state = new TripwireState(openSince, rewiring.notBefore(), rewiring.life(), last);
    }
}
