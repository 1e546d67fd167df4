package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Write;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.dns.contract.Stage;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A fake account with a name in GTM; what the test looks at is the account itself. */
abstract class GtmStage implements Stage {
    static final InetAddress A = InetAddress.ofLiteral("203.0.113.10");
    static final InetAddress B = InetAddress.ofLiteral("203.0.113.20");
    static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::10");
    static final InetAddress FOREIGN = InetAddress.ofLiteral("198.51.100.99");

    private static final Duration NEVER = Duration.ofMinutes(2);

    final FakeCloud cloud;
    private final ManagedName name;
    private final String readAction;
    private final List<String> writeActions;
    private final Surroundings surroundings = Surroundings.system();
    private volatile long held;

    GtmStage(FakeCloud cloud, String name, String instance, String readAction, String... writeActions) {
        this.cloud = cloud;
        this.name = new ManagedName(name, instance, List.of(A, B, SIX), Duration.ZERO);
        this.readAction = readAction;
        this.writeActions = List.of(writeActions);
    }

    /** The same account, holding exactly these. */
    abstract Account holding(Account account, List<InetAddress> enabled);

    /** What GTM answers of a version of the account. */
    abstract Set<InetAddress> answering(Account account);

    Account account() {
        return cloud.cloud().account();
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public ManagedName name() {
        return name;
    }

    @Override
    public InetAddress foreign() {
        return FOREIGN;
    }

    @Override
    public void hold(List<InetAddress> enabled) {
        cloud.cloud().change(account -> holding(account, enabled));
        held = cloud.cloud().journal().writes().stream()
                .mapToLong(Write::sequence)
                .max()
                .orElse(0);
    }

    @Override
    public Set<InetAddress> enabled() {
        return answering(account());
    }

    /** What was written since, by anybody but the test. */
    List<Write> written() {
        return cloud.cloud()
                .journal()
                .writes(write -> write.sequence() > held && !write.caller().equals(Cloud.CONSOLE));
    }

    @Override
    public int writes() {
        return written().size();
    }

    @Override
    public boolean everEmpty() {
        return written().stream().anyMatch(write -> answering(write.after()).isEmpty());
    }

    @Override
    public void trouble(Trouble next) {
        // The first call is the warm-up of a publisher that was just started, and not what is to be troubled.
        if (!until(() -> !cloud.cloud().journal().hits().isEmpty(), Published.SOON)) {
            throw new AssertionError("no publisher has warmed up");
        }
        switch (next) {
            case READ_FAILS -> cloud.cloud().faults().next(readAction, Fault.unavailable());
            case READ_HANGS -> cloud.cloud().faults().next(readAction, Fault.slowHead(NEVER));
            case WRITE_LOST -> atWrite(Fault.droppedBefore());
            case ANSWER_LOST -> atWrite(Fault.droppedAfter());
            case WRITE_HANGS -> atWrite(Fault.slowHead(NEVER));
        }
    }

    void atWrite(Fault fault) {
        writeActions.forEach(action -> cloud.cloud().faults().next(action, fault));
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration atMost) {
        try {
            Awaitility.await().atMost(atMost).pollInterval(Duration.ofMillis(5)).until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        cloud.close();
    }
}
