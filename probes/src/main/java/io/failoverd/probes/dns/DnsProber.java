package io.failoverd.probes.dns;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;
import java.security.SecureRandom;

/** Asks a name server. Stateless; on the event loop of the caller. */
public final class DnsProber implements Prober<DnsCheck> {
    private static final int IDS = 1 << 16;

    private final Dialer dialer;
    /** An id that can be guessed is an answer that can be forged. */
    private final SecureRandom ids = new SecureRandom();

    public DnsProber(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Attempt start(Target target, DnsCheck check) {
        Question question = Question.of(target, check, ids.nextInt(IDS));
        Attempt attempt = switch (check.transport()) {
            case TCP -> dialer.dial(target, new TcpQuery(question, check));
            case UDP -> dialer.inquire(target, new UdpQuery(dialer, question, check));
        };
        String asked = question + ": ";
        return new Asked(attempt, attempt.outcome().map(probed -> named(probed, asked)));
    }

    private static Probed named(Probed probed, String asked) {
        ProbeResult result = switch (probed.result()) {
            case ProbeResult.Up(String detail) -> new ProbeResult.Up(asked + detail);
            case ProbeResult.Degraded(var reason, String detail) -> new ProbeResult.Degraded(reason, asked + detail);
            case ProbeResult.Down(var reason, String detail) -> new ProbeResult.Down(reason, asked + detail);
            case ProbeResult.Inconclusive(var reason, String detail) ->
                new ProbeResult.Inconclusive(reason, asked + detail);
        };
        return new Probed(probed.target(), probed.startedAt(), probed.finishedAt(), probed.timings(), result);
    }

    /**
     * An attempt whose outcome says what was asked.
     *
     * @param outcome one and the same, complete as soon as it is told
     */
    private record Asked(Attempt attempt, Future<Probed> outcome) implements Attempt {
        @Override
        public void cancel() {
            attempt.cancel();
        }
    }
}
