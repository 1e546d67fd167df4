package io.failoverd.probes;

import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * One probe of each target, for a person who asks. Lives on one event loop.
 *
 * <p>Outcomes keep the order of the targets.
 */
final class ProbeRound {
    /** Probes under way at once: a round is not a load test, and descriptors are finite. */
    static final int MAX_IN_FLIGHT = 32;

    private final ContextInternal context;
    private final Probers probers;
    private final List<Target> targets;
    private final List<Promise<Probed>> results = new ArrayList<>();
    private int next;

    private ProbeRound(ContextInternal context, Probers probers, List<Target> targets) {
        this.context = context;
        this.probers = probers;
        this.targets = List.copyOf(targets);
        targets.forEach(_ -> results.add(Promise.promise()));
    }

    static Future<List<Probed>> run(ContextInternal context, Probers probers, List<Target> targets) {
        var round = new ProbeRound(context, probers, targets);
        context.runOnContext(_ -> {
            for (int i = 0; i < MAX_IN_FLIGHT; i++) {
                round.startNext();
            }
        });
        List<Future<Probed>> futures =
                round.results.stream().map(Promise::future).toList();
        return Future.all(futures).map(_ -> futures.stream().map(Future::result).toList());
    }

    private void startNext() {
        if (next >= targets.size()) {
            return;
        }
        int i = next++;
        Future<Probed> outcome;
        try {
            outcome = probers.start(targets.get(i)).outcome();
        } catch (RuntimeException e) {
            outcome = context.failedFuture(e);
        }
        outcome.onComplete(done -> {
            results.get(i).handle(done);
            startNext();
        });
    }
}
