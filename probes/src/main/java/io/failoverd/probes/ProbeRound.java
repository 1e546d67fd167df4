package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe of each target, for a person who asks. Lives on one event loop.
 *
 * <p>Outcomes keep the order of the targets.
 */
final class ProbeRound {
    /** Probes under way at once: a round is not a load test, and descriptors are finite. */
    static final int MAX_IN_FLIGHT = 32;

    private static final Logger log = LoggerFactory.getLogger(ProbeRound.class);

    private final Supplier<Moment> clock;
    private final Probers probers;
    private final List<Target> targets;
    private final List<Promise<Probed>> results = new ArrayList<>();
    private int next;

    private ProbeRound(Probers probers, Supplier<Moment> clock, List<Target> targets) {
        this.clock = clock;
        this.probers = probers;
        this.targets = List.copyOf(targets);
        targets.forEach(_ -> results.add(Promise.promise()));
    }

    static Future<List<Probed>> run(
            ContextInternal context, Probers probers, Supplier<Moment> clock, List<Target> targets) {
        var round = new ProbeRound(probers, clock, targets);
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
        Target target = targets.get(i);
        Moment start = clock.get();
        Attempt attempt;
        try {
            attempt = probers.start(target);
        } catch (RuntimeException e) {
            log.error("probe of {} could not be started", target.id(), e);
            results.get(i).complete(TargetRun.failedHere(target, start, clock.get()));
            startNext();
            return;
        }
        attempt.outcome()
                .otherwise(_ -> TargetRun.failedHere(target, start, clock.get()))
                .onSuccess(probed -> {
                    results.get(i).complete(probed);
                    startNext();
                });
    }
}
