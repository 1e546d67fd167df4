package io.failoverd.probes;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe over one TCP connection: its phases, its two timeouts and its end, whatever the protocol.
 *
 * <p>Owned by the prober that dialled it; lives on one event loop, where all of its methods but {@link #outcome} and
 * {@link #cancel} are called. It ends exactly once, and its socket ends with it.
 */
public final class Exchange implements Attempt {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    /** What is said once the connection stands. */
    @FunctionalInterface
    public interface Conversation {
        /** Adds handlers and talks; ends with {@link Exchange#finish}. */
        void connected(Exchange exchange);
    }

    private final Target target;
    private final Supplier<Moment> clock;
    private final EventLoop loop;
    private final ProbeChannel channel;
    private final Conversation conversation;
    private final ContextInternal context;
    private final Promise<Probed> promise;
    private final Phases phases;
    private final AnswerMemory memory;

    private boolean finished;
    private int aside;
    private @Nullable Moment concludedAt;
    private Duration retryAfter = Duration.ZERO;
    private ProbeResult.@Nullable Degraded concern;
    private long kept;
    private @Nullable Patience patience;

    Exchange(
            ContextInternal context,
            ChannelFactory<? extends Channel> channels,
            Supplier<Moment> clock,
            AnswerMemory memory,
            Target target,
            Conversation conversation) {
        this.target = target;
        this.clock = clock;
        this.memory = memory;
        this.phases = new Phases(clock);
        this.conversation = conversation;
        this.context = context;
        this.loop = context.nettyEventLoop();
        this.promise = context.promise();
        this.channel = new ProbeChannel(channels, loop, target);
    }

    @Override
    public Future<Probed> outcome() {
        return promise.future();
    }

    @Override
    public void cancel() {
        onLoop(() -> end(new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "cancelled")));
    }

    public Target target() {
        return target;
    }

    /** Adds a handler of the protocol behind the ones that it has added before. */
    public void add(ChannelHandler handler) {
        channel.add(handler);
    }

    /** The TLS handshake is done; the request comes next. */
    public void tlsEstablished() {
        phases.tlsEstablished();
    }

    /** There is no TLS handshake; the request comes next. */
    public void requestNext() {
        phases.noTls();
    }

    /** Writes the whole request, through the handlers that were added. */
    public void send(Object request) {
        @Nullable ChannelFuture sent = channel.send(request);
        if (sent != null) {
            sent.addListener(done -> {
                if (done.isSuccess()) {
                    requestSent();
                } else {
                    fail(done.cause());
                }
            });
        }
    }

    /** The request has been written. */
    public void requestSent() {
        phases.requestSent();
    }

    /** The head of the answer is here. */
    public void answered() {
        phases.answered();
    }

    /** What the peer has asked for, for the outcome that comes. */
    public void askedToWait(Duration longer) {
        retryAfter = longer;
    }

    /** A probe that passes is DEGRADED by this: the certificate is good, but not for long. */
    public void concern(FailureReason reason, String detail) {
        concern = new ProbeResult.Degraded(reason, detail);
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * All is here that the peer has to say: the socket ends, and so does what is measured. The verdict takes its time on a
     * worker thread, where it holds up no other probe and no timeout of this one.
     */
    public void conclude(Callable<ProbeResult> verdict) {
        if (ended()) {
            return;
        }
        concludedAt = clock.get();
        stop();
        try {
            context.executeBlocking(verdict, false).onComplete(done -> {
                if (done.succeeded()) {
                    end(done.result());
                } else {
                    unjudged(done.cause());
                }
            });
        } catch (RuntimeException | Error e) {
            unjudged(e);
        }
    }

    private void unjudged(Throwable why) {
        log.error("the answer to a probe of {} could not be judged", target.id(), why);
        end(new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "the answer could not be judged"));
    }

    /** Whether so many more bytes of the answer may be kept; where all probes together keep too much, this one ends. */
    public boolean keeps(int bytes) {
        if (ended()) {
            return false;
        }
        if (memory.take(bytes)) {
            kept += bytes;
            return true;
        }
        finish(new ProbeResult.Inconclusive(
                FailureReason.LOCAL_LIMIT,
                "no room for its answer in the " + memory.most() / 1024 + " KiB that those of all probes may take"));
        return false;
    }

    /** Works on a worker thread while the connection stands, and comes back to the event loop with what was found. */
    public <T> void aside(Callable<T> work, Consumer<T> then) {
        aside++;
        context.executeBlocking(work, false).onComplete(done -> {
            aside--;
            if (done.failed()) {
                fail(done.cause());
            } else if (!ended()) {
                then.accept(done.result());
            }
        });
    }

    /**
     * Ends the probe, unless it has ended or is being judged: what else a peer sends then, in the same read or in a later
     * one, is no part of the answer.
     */
    public void finish(ProbeResult result) {
        if (ended()) {
            return;
        }
        boolean given = result instanceof ProbeResult.Down(FailureReason reason, String _)
                && reason == FailureReason.CLOSED_EARLY;
        // A peer that we kept waiting may well have given us up.
        end(given && patience != null && patience.wasLate(clock.get()) ? patience.late() : result);
    }

    private void end(ProbeResult result) {
        if (finished) {
            return;
        }
        finished = true;
        Moment now = concludedAt == null ? clock.get() : concludedAt;
        stop();
        memory.giveBack(kept);
        PhaseTimings timings = phases.timings(now);
        promise.complete(new Probed(target.id(), phases.startedAt(), now, timings, graded(result, timings)));
    }

    /** A probe that passes, and met something worth a word or took too long, is DEGRADED. */
    private ProbeResult graded(ProbeResult result, PhaseTimings timings) {
        if (result instanceof ProbeResult.Up && concern != null) {
            return new ProbeResult.Degraded(concern.reason(), result.detail() + ", but " + concern.detail());
        }
        return target.check().degradedLatency().graded(result, timings);
    }

    /** Whether nothing that happens on the connection counts any more. */
    private boolean ended() {
        return finished || concludedAt != null;
    }

    private void stop() {
        if (patience != null) {
            patience.cancel();
        }
        channel.close();
    }

    /** Ends the probe with what the exception says, unless it has ended. */
    public void fail(Throwable cause) {
        if (ended()) {
            return;
        }
        ProbeResult result = Diagnosis.of(cause, phases.current(), channel.failedAtOnce(), channel.where());
        if (result instanceof ProbeResult.Inconclusive(FailureReason reason, String detail)
                && reason == FailureReason.LOCAL_ERROR) {
            log.warn("probe of {} failed on this host: {}", target.id(), detail, cause);
        }
        finish(result);
    }

    void begin() {
        onLoop(() -> {
            try {
                open();
            } catch (Exception | Error e) {
                fail(e);
            }
        });
    }

    private void open() {
        if (finished) {
            return;
        }
        Cadence cadence = target.check().cadence();
        phases.begin();
        patience = new Patience(loop, clock, phases.startedAt(), cadence.connectTimeout(), this::expired);
        channel.open(new Edge(), new End(), this::connected, this::fail);
    }

    private void connected() {
        if (finished) {
            return;
        }
        phases.connected();
        if (patience != null) {
            patience.extend(target.check().cadence().timeout());
        }
        try {
            conversation.connected(this);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void expired() {
        if (ended() || patience == null) {
            return;
        }
        long limit = patience.limit().toMillis();
        if (patience.wasLate(clock.get())) {
            finish(patience.late());
        } else if (aside > 0) {
            finish(new ProbeResult.Inconclusive(
                    FailureReason.LOCAL_OVERLOAD, "this host was still looking at the answer after " + limit + " ms"));
        } else {
            finish(new ProbeResult.Down(
                    phases.current().timeout(), phases.current().missing() + " within " + limit + " ms"));
        }
    }

    private void lost() {
        if (!ended()) {
            finish(Diagnosis.closedEarly(channel.where()));
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Stands next to the socket: sees its faults before a protocol gives them names of its own. */
    private final class Edge extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (phases.current() == Phase.TLS) {
                lost();
            }
            ctx.fireChannelInactive();
        }
    }

    /** Stands behind the protocol: whatever that has not made an outcome of ends here. */
    private final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object unread) {
            ReferenceCountUtil.release(unread);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            lost();
        }
    }
}
