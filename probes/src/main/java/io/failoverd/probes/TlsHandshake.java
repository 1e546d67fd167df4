package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TlsSettings;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * Makes the TLS session of a probe and judges the certificate. Shared by the probers; a handshake lives on the event loop
 * of its exchange. Keeps nothing from probe to probe but the parsed trust of each CA file.
 */
public final class TlsHandshake {
    private final TlsTrust trust = new TlsTrust();
    private final InstantSource wall;

    TlsHandshake(InstantSource wall) {
        this.wall = wall;
    }

    /** Loads the system's trust store, which takes a while. */
    public void warmUp() throws GeneralSecurityException {
        trust.engine(TlsSettings.DEFAULT, "warm-up.invalid");
    }

    /**
     * Begins a handshake on a connection that stands; what fails ends the exchange.
     *
     * @param host the name for SNI and the certificate, or an IP address, which has no SNI
     * @param then what comes once the session stands
     */
    public void begin(Exchange exchange, TlsSettings settings, String host, Runnable then) {
        SslHandler tls;
        try {
            tls = new SslHandler(trust.engine(settings, host));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            exchange.finish(new ProbeResult.Inconclusive(
                    FailureReason.LOCAL_ERROR,
                    "TLS cannot be set up for check "
                            + exchange.target().check().name() + ": " + e.getMessage()));
            return;
        }
        // The exchange has the only deadline.
        tls.setHandshakeTimeoutMillis(0);
        exchange.add(tls);
        tls.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                exchange.fail(done.cause());
            } else if (judged(exchange, settings, tls.engine().getSession())) {
                exchange.tlsEstablished();
                try {
                    then.run();
                } catch (RuntimeException e) {
                    // In a listener, where Netty would log it and let the probe run into its timeout.
                    exchange.fail(e);
                }
            }
        });
    }

    private boolean judged(Exchange exchange, TlsSettings settings, SSLSession session) {
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            // A certificate that is its own trust anchor passes the JDK's check after its end.
            leaf.checkValidity();
            String concern = CertificateExpectation.concern(
                    leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant(), wall.instant(), settings);
            if (concern != null) {
                exchange.concern(FailureReason.CERT_EXPIRING, concern);
            }
            return true;
        } catch (GeneralSecurityException | SSLException e) {
            exchange.fail(e);
            return false;
        } finally {
            session.invalidate();
        }
    }
}
