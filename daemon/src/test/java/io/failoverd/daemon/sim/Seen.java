package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What scenarios have led to, so that a test can tell that the simulator still meets what it is there to meet. */
final class Seen {
    final Set<ReasonCode> reasons = EnumSet.noneOf(ReasonCode.class);
    final Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    final Set<Health> healths = EnumSet.noneOf(Health.class);
    final Set<AlertType> alerts = EnumSet.noneOf(AlertType.class);
    final Set<Class<? extends OperatorOutcome>> outcomes = new HashSet<>();
    int waived;
    int ramped;
    int removed;
    int deaths;
    int returns;
    int kept;
    int agreedDown;
    int outvoted;
    int moved;
    int hostsKept;
    int hostsLost;
    int steps;
    int runs;

    void decided(Decision decision) {
        conditions.add(decision.condition());
        decision.members().forEach(member -> member.reasons().forEach(reason -> reasons.add(reason.code())));
    }

    void health(Health health) {
        healths.add(health);
    }

    void alert(AlertType type) {
        alerts.add(type);
    }

    void outcome(OperatorOutcome outcome) {
        outcomes.add(outcome.getClass());
    }

    void add(Seen other) {
        reasons.addAll(other.reasons);
        conditions.addAll(other.conditions);
        healths.addAll(other.healths);
        alerts.addAll(other.alerts);
        outcomes.addAll(other.outcomes);
        waived += other.waived;
        ramped += other.ramped;
        removed += other.removed;
        deaths += other.deaths;
        returns += other.returns;
        kept += other.kept;
        agreedDown += other.agreedDown;
        outvoted += other.outvoted;
        moved += other.moved;
        hostsKept += other.hostsKept;
        hostsLost += other.hostsLost;
        steps += other.steps;
        runs += other.runs;
    }
}
