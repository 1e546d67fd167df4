package io.failoverd.daemon.run;

import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.WatchSettings;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.watch.Question;
import io.failoverd.daemon.watch.Seen;
import io.failoverd.daemon.watch.ServerFigures;
import io.failoverd.daemon.watch.Told;
import io.failoverd.daemon.watch.WatchPlan;
import io.failoverd.daemon.watch.WatchReport;
import io.failoverd.daemon.watch.Watches;
import io.failoverd.probes.model.Moment;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after each decision whether the world has heard of it. The composition root owns it. Lives on an event loop of its
 * own, and each question on a virtual thread of its own; whoever hands it a decision never waits.
 */
final class AnswerWatches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerWatches.class);

    private static final long NO_TIMER = -1;

    /** What is shown: one value, so that any thread sees all of one moment. */
    private record State(
            Watches watches,
            Map<String, InetSocketAddress> resolvers,
            Map<String, ServerFigures> figures,
            long skipped) {}

    private final Vertx vertx;
    private final Context context;
    private final Supplier<Moment> clock;
    private final AnswerSource source;
    private final AnswerNews news;
    private volatile State state = new State(Watches.NONE, Map.of(), Map.of(), 0);
    private long timer = NO_TIMER;
    private boolean closed;

    AnswerWatches(Vertx vertx, Supplier<Moment> clock, AnswerSource source, AnswerNews news) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.clock = clock;
        this.source = source;
        this.news = news;
    }

    /** Any thread; returns at once. */
    void decided(Decision decision) {
        Moment now = clock.get();
        onLoop(() -> take(state.watches().decided(decision, now)));
    }

    /** From now on this is watched. Any thread. */
    void replace(Configuration configuration) {
        onLoop(() -> {
            @Nullable WatchSettings settings = configuration.watch();
            Map<String, InetSocketAddress> resolvers = settings == null ? Map.of() : settings.named();
            @Nullable
            WatchPlan plan = settings == null
                    ? null
                    : new WatchPlan(List.copyOf(resolvers.keySet()), settings.every(), settings.patience());
            Map<String, ServerFigures> figures = new LinkedHashMap<>();
            if (plan != null) {
                keep(figures, WatchPlan.AUTHORITATIVE);
                plan.resolvers().forEach(each -> keep(figures, each));
            }
            news.servers(figures.keySet());
            Watches next = state.watches()
                    .under(
                            plan,
                            configuration.services().stream()
                                    .map(ServicePlan::name)
                                    .collect(Collectors.toSet()));
            state = new State(next, resolvers, figures, state.skipped());
            goOn();
        });
    }

    private void keep(Map<String, ServerFigures> figures, String server) {
        figures.put(server, state.figures().getOrDefault(server, ServerFigures.none(server)));
    }

    /** What is watched, and what was seen; empty where nothing is watched. Any thread. */
    Optional<WatchReport> report() {
        State now = state;
        @Nullable WatchPlan plan = now.watches().plan();
        return plan == null
                ? Optional.empty()
                : Optional.of(new WatchReport(
                        plan,
                        new ArrayList<>(now.watches().open().values()),
                        new ArrayList<>(now.figures().values()),
                        now.skipped()));
    }

    private void onLoop(Runnable task) {
        context.runOnContext(_ -> {
            if (closed) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a bug in the watch of answers", e);
            }
        });
    }

    private void take(Watches.Turn turn) {
        Map<String, ServerFigures> figures = new LinkedHashMap<>(state.figures());
        long skipped = state.skipped();
        for (Told told : turn.told()) {
            news.told(told);
            switch (told) {
                case Told.Settled settled ->
                    figures.computeIfPresent(settled.server(), (_, before) -> before.settled(settled.after()));
                case Told.GivenUp up -> figures.computeIfPresent(up.server(), (_, before) -> before.givenUp(up.why()));
                case Told.Skipped _ -> skipped++;
                case Told.Late _ -> {}
            }
        }
        state = new State(turn.next(), state.resolvers(), figures, skipped);
        goOn();
    }

    /** Asks what is to be asked now, and wakes up when something is next. */
    private void goOn() {
        Moment now = clock.get();
        for (Watches.@Nullable Ask ask = state.watches().next(now);
                ask != null;
                ask = state.watches().next(now)) {
            state = new State(ask.next(), state.resolvers(), state.figures(), state.skipped());
            ask(ask.question(), state.resolvers());
        }
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
        @Nullable Moment due = state.watches().due();
        if (due != null) {
            long millis = Math.max(1, (due.since(now).toNanos() + 999_999) / 1_000_000);
            timer = vertx.setTimer(
                    millis,
                    _ -> onLoop(() -> {
                        timer = NO_TIMER;
                        take(state.watches().expired(clock.get()));
                    }));
        }
    }

    private void ask(Question question, Map<String, InetSocketAddress> resolvers) {
        Thread.ofVirtual().name("watch-" + question.server()).start(() -> {
            Seen seen;
            try {
                seen = source.ask(question, resolvers);
            } catch (RuntimeException e) {
                LOG.error("a bug lost an answer, service={} server={}", question.service(), question.server(), e);
                seen = new Seen.Silent("a bug in failoverd: " + e);
            }
            Seen answer = seen;
            Moment now = clock.get();
            onLoop(() -> take(state.watches()
                    .answered(question, answer, now, ThreadLocalRandom.current().nextDouble())));
        });
    }

    /** Questions on their way end by their own deadline, and tell nobody. */
    @Override
    public void close() {
        context.runOnContext(_ -> {
            closed = true;
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
        });
    }
}
