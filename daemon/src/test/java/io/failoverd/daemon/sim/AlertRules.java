package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is told begins once and ends once, and is told when it is so. */
final class AlertRules {
    /** Told each time anew: what happened, and not what is so. */
    private static final Set<AlertType> REPEATED =
            EnumSet.of(AlertType.CONFIG_REJECTED, AlertType.STATE_LOST, AlertType.HAND_BACK_FAILED);

    /** What keeps a condemned endpoint in the answer and is no matter of moments. */
    private static final Set<ReasonCode> HOLDERS = EnumSet.of(
            ReasonCode.MIN_AVAILABLE,
            ReasonCode.OVERRIDE_ONLINE,
            ReasonCode.SENTINEL_SILENT,
            ReasonCode.REMOVAL_SPACING,
            ReasonCode.REMOVAL_BRAKE,
            ReasonCode.FROZEN);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SentinelLog sentinels;
    private final Map<String, Boolean> firing = new HashMap<>();
    private boolean isolated;

    AlertRules(SentinelLog sentinels) {
        this.sentinels = sentinels;
    }

    /** A new run: what the outbox holds has been told. */
    void started(List<Alert> outbox) {
        firing.clear();
        outbox.stream().forEach(alert -> firing.put(alert.incident(), alert.firing()));
        isolated = firing("isolated//");
    }

    void raised(Alert alert) {
        Promise.that(!alert.summary().isBlank() && digits(alert), () -> "says nothing with a number: " + alert);
        boolean was = firing.getOrDefault(alert.incident(), false);
        boolean again = alert.firing() && REPEATED.contains(alert.type());
        Promise.that(again || was != alert.firing(), () -> "told again: " + alert);
        firing.put(alert.incident(), alert.firing());
    }

    private static boolean digits(Alert alert) {
        return alert.service() == null || alert.summary().chars().anyMatch(Character::isDigit);
    }

    /**
     * One alert stands for all that fails while our own network is lost, from the first moment until it is seen to
     * work, in this run or the next. An accepted configuration ends the alert of one that was refused.
     */
    void isolation(World before, Event event, List<Effect> effects) {
        boolean lost = sentinels.lost();
        long told = effects.stream()
                .filter(effect ->
                        effect instanceof Effect.Raise raise && raise.alert().type() == AlertType.PROBER_ISOLATED)
                .count();
        boolean was = isolated;
        isolated = lost || (was && !sentinels.work());
        Promise.that(
                told == (isolated == was ? 0 : 1) && firing("isolated//") == isolated,
                () -> "isolated " + isolated + " after " + was + ", told " + told + " times by " + event);
        Promise.that(
                !(event instanceof Event.Configured) || !firing("config//"),
                () -> "a configuration was accepted, and the alert of the refused one goes on");
        boolean byHealth = event instanceof Event.ProbeFinished || event instanceof Event.SentinelProbed;
        if (lost && byHealth) {
            Promise.that(
                    effects.stream()
                            .noneMatch(effect -> effect instanceof Effect.Raise raise
                                    && raise.alert().type() == AlertType.ADDRESS_REMOVED
                                    && !othersSee(before, raise.alert().service())
                                    && !allDown(before, raise.alert().service())),
                    () -> "a removal is told while our own network is lost: " + effects);
        }
    }

    /** Who has a say beside us; then {@link GuardRules} asks whether they saw it. */
    private static boolean othersSee(World world, @Nullable String service) {
        return world.service(service == null ? "" : service)
                .map(each -> each.plan().vantages() != null)
                .orElse(false);
    }

    /** Who is left behind when the first returns had gone before, with all the others. */
    private static boolean allDown(World world, @Nullable String service) {
        return world.service(service == null ? "" : service)
                .map(each -> each.decision().condition().allDown())
                .orElse(false);
    }

    void ofService(ServiceState service, Moment now) {
        String name = service.plan().name();
        boolean allDown = service.decision().condition().allDown();
        Promise.that(firing("all_down/" + name + "/") == allDown, () -> "all down " + allDown + " is not told");
        boolean over = service.decision().members().stream()
                .anyMatch(member -> has(member.reasons(), EnumSet.of(ReasonCode.OVER_CAPACITY)));
        Promise.that(!over || firing("prescale/" + name + "/"), () -> "over capacity, and nobody is told: " + service);
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            boolean condemned = endpoint.health().health().condemned();
            boolean degraded = firing("degraded/" + name + "/" + endpoint.plan().name());
            Promise.that(
                    degraded == endpoint.health().degraded(), () -> "degraded, told " + degraded + ": " + endpoint);
            Promise.that(
                    firing("quorum/" + name + "/" + endpoint.plan().name())
                            == endpoint.open().quorumLost(),
                    () -> "the alert of a lost quorum: " + endpoint);
            List<Reason> reasons = service.decision().members().get(i).reasons();
            boolean held = condemned
                    && endpoint.eligible()
                    && service.decision().condition() == Condition.NORMAL
                    && has(reasons, HOLDERS);
            Promise.that(
                    !held || firing("withheld/" + name + "/" + endpoint.plan().name()),
                    () -> "DOWN and answered, and nobody is told: " + endpoint + " " + reasons);
            Condemnation verdict = endpoint.condemnation();
            boolean waits = verdict != null && !verdict.confirmed() && !verdict.carriedOut() && endpoint.eligible();
            Promise.that(
                    !waits
                            || allDown
                            || service.freeze() != null
                            || sentinels.lost()
                            || now.since(verdict.since()).compareTo(PATIENCE) < 0
                            || firing("withheld/" + name + "/" + endpoint.plan().name()),
                    () -> "waits for the sentinels for too long, and nobody is told: " + endpoint + " " + reasons);
            Promise.that(
                    !condemned
                            || !endpoint.eligible()
                            || allDown
                            || reasons.stream().anyMatch(AlertRules::holds),
                    () -> "DOWN and answered, and no reason says why: " + endpoint + " " + reasons);
        }
    }

    private static boolean holds(Reason reason) {
        return HOLDERS.contains(reason.code())
                || reason.code() == ReasonCode.SENTINEL_WAIT
                || reason.code() == ReasonCode.PROBER_ISOLATED;
    }

    private static boolean has(List<Reason> reasons, Set<ReasonCode> codes) {
        return reasons.stream().anyMatch(reason -> codes.contains(reason.code()));
    }

    private boolean firing(String incident) {
        return firing.getOrDefault(incident, false);
    }

    /** Of each incident that outlives a run: it begins before it ends, and alternates, over all runs and crashes. */
    static void alternate(List<Alert> outbox) {
        Map<String, Boolean> told = new HashMap<>();
        for (Alert alert : outbox) {
            boolean was = told.getOrDefault(alert.incident(), false);
            boolean again = alert.firing() && REPEATED.contains(alert.type());
            Promise.that(again || alert.firing() != was, () -> alert + " after firing=" + was);
            told.put(alert.incident(), alert.firing());
        }
    }
}
