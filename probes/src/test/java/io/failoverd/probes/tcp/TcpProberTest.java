package io.failoverd.probes.tcp;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

class TcpProberTest extends ProberContract {
    private final TcpProber prober = new TcpProber(dialer);

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (TcpCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return new TcpCheck("tcp", port, null, null, LatencyLimits.NONE, source, cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        Gateway gateway = Gateway.on(address, _ -> {});
        gateway.behave(gateway.hanging());
        return gateway;
    }

    @Override
    protected @Nullable FailureReason whenHanging() {
        return null;
    }

    @Override
    protected @Nullable FailureReason whenClosing() {
        return null;
    }
}
