package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.alerts.AlertDispatcher;
import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.PublishStage;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.journal.Batch;
import io.failoverd.daemon.journal.OutboxRow;
import io.failoverd.daemon.journal.StateStore;
import io.failoverd.dns.Publisher;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.probes.Pace;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a step asks for, on the pump's event loop and in the step's order: answers first, then paces, then
 * one batch for the disk. Nothing here waits: the disk and the webhooks have queues of their own.
 */
final class EffectRunner implements Consumer<List<Effect>> {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

    /** What the runner acts on. */
    record Surroundings(
            Publisher local,
            Consumer<DesiredRecords> remote,
            Consumer<Decision> watch,
            Paces paces,
            BiConsumer<TargetId, @Nullable String> drills,
            Runnable sentinels,
            Consumer<String> endpoints,
            StateStore store,
            AlertDispatcher alerts,
            Metrics metrics,
            RecentEvents recent,
            Consumer<Event> events,
            Clock wall) {}

    /** Tells the probe loop how to probe an endpoint. */
    interface Paces {
        void pace(TargetId target, Pace pace);
    }

    private final Surroundings around;

    EffectRunner(Surroundings around) {
        this.around = around;
    }

    @Override
    public void accept(List<Effect> effects) {
        var turn = new Turn(around.wall().instant());
        for (Effect effect : effects) {
            try {
                run(effect, turn);
            } catch (RuntimeException e) {
                LOG.error("a bug lost this effect: {}", effect, e);
            }
        }
        turn.keep();
    }

    private void run(Effect effect, Turn turn) {
        switch (effect) {
            case Effect.Publish publish -> publish(publish.decision(), turn);
            case Effect.SetPace pace ->
                around.paces().pace(pace.target(), pace.watchful() ? Pace.WATCHFUL : Pace.CONDEMNED);
            case Effect.SetDrill drill -> around.drills().accept(drill.target(), drill.words());
            case Effect.DrillTold told -> drillTold(told, turn.at);
            case Effect.ProbeSentinels _ -> around.sentinels().run();
            case Effect.HealthChanged changed -> healthChanged(changed, turn.at);
            case Effect.EndpointsChanged changed -> around.endpoints().accept(changed.service());
            case Effect.HostTold told -> hostTold(told, turn.at);
            case Effect.Raise raise -> raise(raise.alert(), turn);
            case Effect.RememberEndpoint remember -> turn.endpoints.add(remember.memory());
            case Effect.RememberService remember -> turn.services.add(remember.memory());
            case Effect.RememberCommon remember -> turn.common = Optional.of(remember.memory());
            case Effect.Forget forget -> turn.forget(forget);
            case Effect.ReserveGenerations reserve ->
                around.store()
                        .reserveGenerations(reserve.through())
                        .thenRun(() -> around.events().accept(new Event.GenerationsReserved(reserve.through())));
            case Effect.OperatorAnswered answered ->
                around.recent()
                        .add(turn.at, "override", null, null, answered.outcome().text());
        }
    }

    /** A decision as publishers take it. */
    static DesiredRecords desired(Decision decision) {
        return new DesiredRecords(
                decision.service(),
                decision.generation(),
                decision.ttl(),
                decision.answers().common(),
                decision.answers().byRegion(),
                decision.changedAt());
    }

    /** Our own answer first; the others take the decision in and do not keep this waiting. */
    private void publish(Decision decision, Turn turn) {
        DesiredRecords desired = desired(decision);
        around.local()
                .publish(desired)
                .onComplete(
                        outcome -> publishedLocally(decision, outcome),
                        failure -> LOG.error("the local answer failed, service={}", decision.service(), failure));
        around.remote().accept(desired);
        around.watch().accept(decision);
        turn.decisions.add(decision);
        around.metrics().decided(decision);
        List<String> answer =
                decision.answer().stream().map(InetAddress::getHostAddress).toList();
        String text = "generation " + decision.generation() + " answers "
                + (answer.isEmpty() ? "no address" : String.join(", ", answer))
                + ", TTL " + decision.ttl().toSeconds() + " s (" + decision.ttlWhy() + ")";
        LOG.info("decision service={} {}", decision.service(), text);
        Map<String, Object> details = Map.of(
                "generation",
                decision.generation(),
                "answer",
                answer,
                "ttlSeconds",
                decision.ttl().toSeconds());
        around.recent().add(turn.at, "decision", decision.service(), null, text, details);
    }

    private void publishedLocally(Decision decision, PublishOutcome outcome) {
        boolean applied = outcome instanceof PublishOutcome.Applied;
        if (!applied) {
            LOG.error("the local answer did not take a decision: {}", outcome);
        }
        String text = applied ? "answered from now on" : String.valueOf(outcome);
        around.events()
                .accept(new Event.PublishTold(
                        decision.service(),
                        around.local().name(),
                        decision.generation(),
                        applied ? PublishStage.PUBLISHED : PublishStage.FAILED,
                        text));
    }

    private void healthChanged(Effect.HealthChanged changed, Instant at) {
        around.metrics().healthChanged(changed.service(), changed.endpoint(), changed.to());
        String text = changed.from() + " → " + changed.to() + (changed.why().isEmpty() ? "" : ": " + changed.why());
        if (changed.to() == Health.DOWN) {
            LOG.warn("health service={} endpoint={} {}", changed.service(), changed.endpoint(), text);
        } else {
            LOG.info("health service={} endpoint={} {}", changed.service(), changed.endpoint(), text);
        }
        Map<String, Object> details =
                Map.of("from", changed.from().name(), "to", changed.to().name());
        around.recent().add(at, "health", changed.service(), changed.endpoint(), text, details);
    }

    private void drillTold(Effect.DrillTold told, Instant at) {
        LOG.warn("drill service={} endpoint={} {}", told.service(), told.endpoint(), told.text());
        around.recent().add(at, "drill", told.service(), told.endpoint(), told.text());
    }

    private void hostTold(Effect.HostTold told, Instant at) {
        if (told.well()) {
            LOG.info("resolution service={} endpoint={} {}", told.service(), told.endpoint(), told.text());
        } else {
            LOG.warn("resolution service={} endpoint={} {}", told.service(), told.endpoint(), told.text());
        }
        around.recent().add(at, "resolution", told.service(), told.endpoint(), told.text());
    }

    private void raise(Alert alert, Turn turn) {
        turn.alerts.addAll(around.alerts().raise(alert));
        around.recent().add(turn.at, "alert", alert.service(), alert.endpoint(), alert.summary());
    }

    /** What one step leaves for the disk. */
    private final class Turn {
        private final Instant at;
        private final List<EndpointMemory> endpoints = new ArrayList<>();
        private final List<Batch.EndpointKey> forgottenEndpoints = new ArrayList<>();
        private final List<ServiceMemory> services = new ArrayList<>();
        private final List<String> forgottenServices = new ArrayList<>();
        private Optional<CommonMemory> common = Optional.empty();
        private final List<Decision> decisions = new ArrayList<>();
        private final List<OutboxRow> alerts = new ArrayList<>();

        Turn(Instant at) {
            this.at = at;
        }

        void forget(Effect.Forget forget) {
            if (forget.endpoint() == null) {
                forgottenServices.add(forget.service());
            } else {
                forgottenEndpoints.add(new Batch.EndpointKey(forget.service(), forget.endpoint()));
            }
        }

        void keep() {
            boolean nothing = endpoints.isEmpty()
                    && forgottenEndpoints.isEmpty()
                    && services.isEmpty()
                    && forgottenServices.isEmpty()
                    && common.isEmpty()
                    && decisions.isEmpty()
                    && alerts.isEmpty();
            if (!nothing) {
                around.store()
                        .write(new Batch(
                                at,
                                endpoints,
                                forgottenEndpoints,
                                services,
                                forgottenServices,
                                common,
                                decisions,
                                alerts));
            }
        }
    }
}
