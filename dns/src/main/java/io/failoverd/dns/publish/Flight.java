package io.failoverd.dns.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way: the provider's thread looks at it, the publisher's thread may cut it. Once cut it can send nothing
 * more; whether it had sent before that is known.
 */
final class Flight implements Call {
    private enum State {
        OPEN,
        SENT,
        REFUSED,
        CUT
    }

    private final NameWork work;
    private final String domain;
    private final Want want;
    private final Duration deadline;
    private final Surroundings around;
    private final BooleanSupplier fence;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private Surroundings.@Nullable Running running;

    /**
     * A call.
     *
     * @param fence whether what it was started for is still wanted
     */
    Flight(NameWork work, Want want, Duration deadline, Surroundings around, BooleanSupplier fence) {
        this.work = work;
        this.domain = work.name().domain();
        this.want = want;
        this.deadline = deadline;
        this.around = around;
        this.fence = fence;
    }

    NameWork work() {
        return work;
    }

    /** As it was when the call started. */
    String domain() {
        return domain;
    }

    Want want() {
        return want;
    }

    Duration deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        Duration left = deadline.minus(around.now());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public boolean maySend() {
        if (!(want instanceof Want.Write) || !remaining().isPositive() || !fence.getAsBoolean()) {
            state.compareAndSet(State.OPEN, State.REFUSED);
            return false;
        }
        return state.compareAndSet(State.OPEN, State.SENT);
    }

    @Override
    public boolean rediscover() {
        return want instanceof Want.Read read && read.rediscover();
    }

    void runs(Surroundings.Running thread) {
        running = thread;
    }

    /** Lets it send nothing from now on, and interrupts it; by the publisher's thread. */
    void cut() {
        state.compareAndSet(State.OPEN, State.CUT);
        if (running != null) {
            running.interrupt();
        }
    }

    /** Whether the provider asked to send, and may not have. */
    boolean refused() {
        return state.get() == State.REFUSED;
    }

    /** Whether something that changes the target may have gone out. */
    boolean sent() {
        return state.get() == State.SENT;
    }
}
