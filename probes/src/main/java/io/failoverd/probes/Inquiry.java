package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe that is no TCP connection: its one timeout, its times and its end, whatever it asks and how.
 *
 * <p>Owned by the prober that began it; lives on one event loop, where all of its methods but {@link #outcome},
 * {@link #cancel} and {@link #onLoop} are called. It ends exactly once, and is told of only when its errand has let go of
 * all that it held.
 */
public final class Inquiry implements Attempt {
    private static final Logger log = LoggerFactory.getLogger(Inquiry.class);

    /** What is asked, and how. Its methods are called on the event loop. */
    public interface Errand {
        /** Asks; ends with {@link Inquiry#finish}. */
        void begin(Inquiry inquiry) throws Exception;

        /** What is said when nothing was in time. */
        ProbeResult expired(Duration limit);

        /** Lets go of everything, once, whatever the end; complete when that is done, which has to be soon. */
        Future<Void> release();
    }

    private final EventLoop loop;
    private final Supplier<Moment> clock;
    private final Target target;
    private final Errand errand;
    private final Promise<Probed> promise;

    private boolean finished;
    private Moment startedAt = Moment.ZERO;
    private Moment sentAt = Moment.ZERO;
    private @Nullable Duration connect;
    private @Nullable Duration firstByte;
    private @Nullable Patience patience;

    Inquiry(ContextInternal context, Supplier<Moment> clock, Target target, Errand errand) {
        this.loop = context.nettyEventLoop();
        this.clock = clock;
        this.target = target;
        this.errand = errand;
        this.promise = context.promise();
    }

    @Override
    public Future<Probed> outcome() {
        return promise.future();
    }

    @Override
    public void cancel() {
        onLoop(() -> finish(new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "cancelled")));
    }

    public Target target() {
        return target;
    }

    public EventLoop loop() {
        return loop;
    }

    /** The question has left this host. */
    public void sent() {
        sentAt = clock.get();
    }

    /** The answer is here. */
    public void answered() {
        answered(clock.get().since(sentAt));
    }

    /** The answer took so long, by a clock that is nearer to it. */
    public void answered(@Nullable Duration taken) {
        firstByte = taken;
    }

    /** A connection had to be made, and took so long. */
    public void connected(@Nullable Duration taken) {
        connect = taken;
    }

    /** Whether nothing that happens counts any more. */
    public boolean ended() {
        return finished;
    }

    /** From any thread. */
    public void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Ends the probe with what the exception says, unless it has ended. */
    public void fail(Throwable cause, boolean atOnce, String where) {
        if (finished) {
            return;
        }
        ProbeResult result = Diagnosis.of(cause, Phase.CONNECT, atOnce, where);
        if (result instanceof ProbeResult.Inconclusive(FailureReason reason, String detail)
                && reason == FailureReason.LOCAL_ERROR) {
            log.warn("probe of {} failed on this host: {}", target.id(), detail, cause);
        }
        finish(result);
    }

    /** Ends the probe, unless it has ended. */
    public void finish(ProbeResult result) {
        if (finished) {
            return;
        }
        finished = true;
        Moment now = clock.get();
        if (patience != null) {
            patience.cancel();
        }
        var timings = new PhaseTimings(connect, null, firstByte, now.since(startedAt));
        ProbeResult graded = target.check().degradedLatency().graded(result, timings);
        var probed = new Probed(target.id(), startedAt, now, timings, graded);
        released().onComplete(_ -> promise.complete(probed));
    }

    private Future<Void> released() {
        try {
            return errand.release();
        } catch (RuntimeException | Error e) {
            log.error("what a probe of {} held was not let go of", target.id(), e);
            return Future.succeededFuture();
        }
    }

    void begin() {
        onLoop(() -> {
            if (finished) {
                return;
            }
            startedAt = clock.get();
            sentAt = startedAt;
            patience = new Patience(
                    loop, clock, startedAt, target.check().cadence().timeout(), this::expired);
            try {
                errand.begin(this);
            } catch (Exception | Error e) {
                log.error("probe of {} could not be begun", target.id(), e);
                finish(new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "the prober failed"));
            }
        });
    }

    private void expired() {
        if (finished || patience == null) {
            return;
        }
        finish(patience.wasLate(clock.get()) ? patience.late() : errand.expired(patience.limit()));
    }
}
