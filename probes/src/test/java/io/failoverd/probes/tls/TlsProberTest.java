package io.failoverd.probes.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.TlsGateway;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TlsCheck;
import io.failoverd.probes.model.TlsSettings;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsProberTest extends ProberContract {
    private static final String NAME = "www.gslb.test";

    private final TlsProber prober = new TlsProber(dialer);

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (TlsCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return check(port, null, Duration.ZERO, source, cadence);
    }

    private static TlsCheck check(
            int port, @Nullable String host, @Nullable Duration left, @Nullable InetAddress source, Cadence cadence) {
        var tls = new TlsSettings(TlsGateway.CA.getCertificatePEM(), null, left);
        return new TlsCheck("tls", port, host, tls, LatencyLimits.NONE, source, cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        try {
            return TlsGateway.on(address, ending(Instant.now().plusSeconds(86_400)))
                    .gateway();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Bundle ending(Instant end) throws Exception {
        return TlsGateway.named(NAME).notAfter(end).buildIssuedBy(TlsGateway.CA);
    }

    @Override
    protected FailureReason whenHanging() {
        return FailureReason.TLS_TIMEOUT;
    }

    @Override
    protected FailureReason whenClosing() {
        return FailureReason.CLOSED_EARLY;
    }

    private Probed probeOf(X509Bundle certificate, @Nullable String host, @Nullable Duration left) throws Exception {
        Gateway gateway = opened(TlsGateway.on("127.0.0.2", certificate).gateway());
        return finished(start(target("127.0.0.2", check(gateway.port(), host, left, null, PATIENT))));
    }

    @Test
    void aGoodCertificateIsEnoughAndNothingIsAsked() throws Exception {
        TlsGateway gateway = TlsGateway.on("127.0.0.2", ending(Instant.now().plusSeconds(86_400)));
        opened(gateway.gateway());
        Probed probed = probe("127.0.0.2", gateway.gateway().port(), PATIENT);
        assertThat(probed.result()).isEqualTo(new ProbeResult.Up("TLS established"));
        assertThat(probed.timings().tls()).isPositive();
        assertThat(gateway.gateway().heads()).isEmpty();
    }

    @Test
    void judgesTheCertificateAsAnHttpsProbeDoes() throws Exception {
        X509Bundle expired = ending(Instant.now().minusSeconds(60));
        assertDown(probeOf(expired, null, Duration.ZERO), FailureReason.TLS_EXPIRED);
        X509Bundle good = ending(Instant.now().plusSeconds(86_400));
        assertDown(probeOf(good, "www.other.test", Duration.ZERO), FailureReason.TLS_NAME_MISMATCH);
        X509Bundle stranger = TlsGateway.named(NAME).buildIssuedBy(TlsGateway.ca("another CA"));
        assertDown(probeOf(stranger, null, Duration.ZERO), FailureReason.TLS_UNTRUSTED);
        Probed near = probeOf(good, null, Duration.ofDays(14));
        assertThat(near.result().reasonLabel()).isEqualTo("cert_expiring");
        assertThat(near.result().detail()).startsWith("TLS established, but the certificate ends in 23 hours");
    }
}
