package io.failoverd.dns.sim;

import io.failoverd.dns.contract.PublisherContract;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.Surroundings;
import io.failoverd.dns.publish.Traits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The contract over a target in memory, in virtual time. */
class ScriptedPublisherTest extends PublisherContract {
    private static final Traits TRAITS =
            new Traits(false, Duration.ofMillis(500), Duration.ofSeconds(1), 100, true, 50, 50);

    @Override
    protected Stage stage() {
        return new InMemory();
    }

    private static final class InMemory implements Stage {
        private final VirtualTime time = new VirtualTime(1);
        private final ScriptedTarget target = new ScriptedTarget(time, TRAITS);

        @Override
        public Provider provider() {
            return target;
        }

        @Override
        public Surroundings surroundings() {
            return time;
        }

        @Override
        public ManagedName name() {
            return Records.managed(Records.NAME, Records.A, Records.B, Records.SIX);
        }

        @Override
        public InetAddress foreign() {
            return Records.FOREIGN;
        }

        @Override
        public void hold(List<InetAddress> enabled) {
            target.hold(
                    Records.NAME,
                    new RecordSet(
                            Records.NAME,
                            enabled.stream()
                                    .map(each -> Records.record(each, true, 1))
                                    .toList()));
        }

        @Override
        public Set<InetAddress> enabled() {
            return target.truth(Records.NAME).enabled();
        }

        @Override
        public int writes() {
            return (int) target.sent().stream()
                    .filter(sent -> sent.fault() != ScriptedTarget.Fault.LOST)
                    .count();
        }

        @Override
        public boolean everEmpty() {
            return !target.violations().isEmpty();
        }

        @Override
        public void trouble(Trouble next) {
            switch (next) {
                case READ_FAILS -> target.next(ScriptedTarget.Operation.READ, ScriptedTarget.Fault.UNKNOWN);
                case READ_HANGS -> target.next(ScriptedTarget.Operation.READ, ScriptedTarget.Fault.HANGS_BEFORE);
                case WRITE_LOST -> target.next(ScriptedTarget.Operation.WRITE, ScriptedTarget.Fault.LOST);
                case ANSWER_LOST -> target.next(ScriptedTarget.Operation.WRITE, ScriptedTarget.Fault.ANSWER_LOST);
                case WRITE_HANGS -> target.next(ScriptedTarget.Operation.WRITE, ScriptedTarget.Fault.HANGS_AFTER);
            }
        }

        @Override
        public boolean until(BooleanSupplier condition, Duration atMost) {
            return time.runUntil(condition, atMost);
        }

        @Override
        public void close() {
            time.close();
        }
    }
}
