package io.failoverd.probes.tcp;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;

/** Connects and closes. Stateless; on the event loop of the caller. */
public final class TcpProber implements Prober<TcpCheck> {
    private static final ProbeResult CONNECTED = new ProbeResult.Up("connected");

    private final Dialer dialer;

    public TcpProber(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Attempt start(Target target, TcpCheck check) {
        return dialer.dial(target, (exchange, _) -> exchange.finish(CONNECTED));
    }
}
