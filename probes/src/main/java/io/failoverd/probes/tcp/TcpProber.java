package io.failoverd.probes.tcp;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Prober;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TextTest;

/** Connects, talks where there is something to expect, and closes. Stateless; on the event loop of the caller. */
public final class TcpProber implements Prober<TcpCheck> {
    private static final ProbeResult CONNECTED = new ProbeResult.Up("connected");

    private final Dialer dialer;
    private final TextMatcher matcher;

    public TcpProber(Dialer dialer) {
        this.dialer = dialer;
        this.matcher = new TextMatcher(dialer.clock());
    }

    @Override
    public Attempt start(Target target, TcpCheck check) {
        TextTest expected = check.expect();
        return expected == null
                ? dialer.dial(target, exchange -> exchange.finish(CONNECTED))
                : dialer.dial(target, new TcpConversation(check, expected, matcher));
    }
}
