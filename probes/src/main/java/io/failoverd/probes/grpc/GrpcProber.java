package io.failoverd.probes.grpc;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.HostName;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.Target;

/** Asks a server's health service on a new connection. Stateless; on the event loop of the caller. */
public final class GrpcProber implements Prober<GrpcCheck> {
    private final Dialer dialer;
    private final String userAgent;

    /** @param userAgent e.g. {@code failoverd/1.2.3} */
    public GrpcProber(Dialer dialer, String userAgent) {
        this.dialer = dialer;
        this.userAgent = userAgent;
    }

    @Override
    public Attempt start(Target target, GrpcCheck check) {
        return dialer.dial(
                target, new GrpcConversation(check, HostName.of(target, check.host()), userAgent, dialer.tls()));
    }
}
