package io.failoverd.probes.tls;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.HostName;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TlsCheck;

/** Connects, makes a TLS session, and closes. Stateless; on the event loop of the caller. */
public final class TlsProber implements Prober<TlsCheck> {
    private static final ProbeResult SECURED = new ProbeResult.Up("TLS established");

    private final Dialer dialer;

    public TlsProber(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Attempt start(Target target, TlsCheck check) {
        String host = HostName.of(target, check.host());
        return dialer.dial(
                target, exchange -> dialer.tls().begin(exchange, check.tls(), host, () -> exchange.finish(SECURED)));
    }
}
