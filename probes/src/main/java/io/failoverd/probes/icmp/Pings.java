package io.failoverd.probes.icmp;

import io.failoverd.probes.Inquiry;
import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The echo requests of one probe. Lives on the event loop of its inquiry. */
final class Pings implements Inquiry.Errand {
    /** From one request to the next: no burst, which some hosts limit. */
    private static final Duration GAP = Duration.ofMillis(100);

    /** Gives a socket, or why there is none, on the event loop. */
    @FunctionalInterface
    interface Source {
        void whenOpen(Inquiry inquiry, Consumer<Echoes.Opened> then);
    }

    private final IcmpCheck check;
    private final Source source;
    private final Supplier<Moment> clock;
    private final List<Integer> away = new ArrayList<>();

    private @Nullable Echoes echoes;
    private int answered;
    private int turnedBack;
    private Duration taken = Duration.ZERO;

    Pings(IcmpCheck check, Source source, Supplier<Moment> clock) {
        this.check = check;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public void begin(Inquiry inquiry) {
        source.whenOpen(inquiry, opened -> {
            if (inquiry.ended()) {
                return;
            }
            switch (opened) {
                case Echoes.Opened.Failed(ProbeResult why) -> inquiry.finish(why);
                case Echoes.Opened.Ready ready -> {
                    echoes = ready.echoes();
                    send(inquiry, ready.echoes(), 1);
                }
            }
        });
    }

    private void send(Inquiry inquiry, Echoes socket, int number) {
        if (inquiry.ended()) {
            return;
        }
        Moment at = clock.get();
        Echoes.Sent sent = socket.send(inquiry.target().address(), new Ear(inquiry, at));
        switch (sent) {
            case Echoes.Sent.Failed(ProbeResult why) -> inquiry.finish(why);
            // The error of an earlier one may have been heard while this one was sent.
            case Echoes.Sent.Away(int which) when inquiry.ended() -> socket.forget(which);
            case Echoes.Sent.Away(int which) -> {
                away.add(which);
                if (number < check.count()) {
                    var _ = inquiry.loop()
                            .schedule(() -> send(inquiry, socket, number + 1), gap().toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        }
    }

    /** All have left at half of the time at the latest. */
    private Duration gap() {
        Duration half = DurationMath.divided(check.cadence().timeout(), 2L * check.count());
        return half.compareTo(GAP) < 0 ? half : GAP;
    }

    private void reply(Inquiry inquiry, Duration took) {
        if (inquiry.ended()) {
            return;
        }
        answered++;
        taken = taken.plus(took);
        inquiry.answered(DurationMath.divided(taken, answered));
        if (answered == check.count()) {
            inquiry.finish(new ProbeResult.Up(text()));
        } else if (answered + turnedBack == check.count()) {
            inquiry.finish(new ProbeResult.Degraded(FailureReason.ICMP_LOSS, text()));
        }
    }

    private void turnedBack(Inquiry inquiry, String said) {
        if (inquiry.ended()) {
            return;
        }
        turnedBack++;
        if (tooMany(turnedBack)) {
            inquiry.finish(
                    answered == 0
                            ? new ProbeResult.Down(FailureReason.CONNECT_UNREACHABLE, said)
                            : new ProbeResult.Down(FailureReason.ICMP_LOSS, text() + "; " + said));
        } else if (answered + turnedBack == check.count()) {
            inquiry.finish(new ProbeResult.Degraded(FailureReason.ICMP_LOSS, text() + "; " + said));
        }
    }

    private boolean tooMany(int lost) {
        return 100 * lost > check.loss() * check.count();
    }

    private String text() {
        return check.count() == 1 ? "echo reply" : answered + " of " + check.count() + " echo requests were answered";
    }

    @Override
    public ProbeResult expired(Duration limit) {
        String within = " within " + limit.toMillis() + " ms";
        if (answered == 0) {
            return new ProbeResult.Down(FailureReason.ICMP_LOSS, "no echo reply" + within);
        }
        return tooMany(check.count() - answered)
                ? new ProbeResult.Down(FailureReason.ICMP_LOSS, text() + within)
                : new ProbeResult.Degraded(FailureReason.ICMP_LOSS, text() + within);
    }

    @Override
    public Future<Void> release() {
        Echoes socket = echoes;
        if (socket != null) {
            away.forEach(socket::forget);
        }
        return Future.succeededFuture();
    }

    /** What came of one request. */
    private final class Ear implements Echoes.Ear {
        private final Inquiry inquiry;
        private final Moment sentAt;

        Ear(Inquiry inquiry, Moment sentAt) {
            this.inquiry = inquiry;
            this.sentAt = sentAt;
        }

        @Override
        public void replied() {
            Duration took = clock.get().since(sentAt);
            inquiry.onLoop(() -> reply(inquiry, took));
        }

        @Override
        public void turnedBack(String said) {
            inquiry.onLoop(() -> Pings.this.turnedBack(inquiry, said));
        }
    }
}
