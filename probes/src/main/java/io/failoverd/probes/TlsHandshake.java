package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TlsSettings;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS session of a probe and judges the certificate. Shared by the probers; a handshake lives on the event loop
 * of its exchange. Keeps nothing from probe to probe but what was made of each CA file and client certificate.
 */
public final class TlsHandshake {
    /** The alert of RFC 7301, section 3.2, as the JDK and BoringSSL call it. */
    private static final String NO_COMMON_PROTOCOL = "no_application_protocol";

    private final InstantSource wall;
    private final TlsChoice choice;

    TlsHandshake(InstantSource wall, TlsChoice choice) {
        this.wall = wall;
        this.choice = choice;
    }

    /** Loads what does the handshakes, and the system's trust store, which takes a while. */
    public void warmUp() throws GeneralSecurityException {
        ReferenceCountUtil.release(choice.first("warm-up.invalid"));
    }

    /**
     * Begins a handshake on a connection that stands; what fails ends the exchange.
     *
     * @param host the name for SNI and the certificate, or an IP address, which has no SNI
     * @param then what comes once the session stands
     */
    public void begin(Exchange exchange, TlsSettings settings, String host, Runnable then) {
        begin(exchange, settings, host, null, then);
    }

    /**
     * As the other one, for a protocol that goes over TLS or not, and is chosen within the handshake.
     *
     * @param settings null for no TLS, where {@code then} comes at once
     * @param alpn the only protocol that is offered (RFC 7301); a server that does not know ALPN speaks what it speaks
     */
    public void beginOrPass(
            Exchange exchange, @Nullable TlsSettings settings, String host, String alpn, Runnable then) {
        if (settings == null) {
            exchange.requestNext();
            then.run();
        } else {
            begin(exchange, settings, host, alpn, then);
        }
    }

    private void begin(Exchange exchange, TlsSettings settings, String host, @Nullable String alpn, Runnable then) {
        SslHandler tls;
        try {
            tls = new SslHandler(choice.engine(exchange.target(), settings, host, alpn));
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
                String words = String.valueOf(done.cause().getMessage());
                choice.failed(exchange.target(), host, tls.engine(), words);
                if (alpn != null && words.toLowerCase(Locale.ROOT).contains(NO_COMMON_PROTOCOL)) {
                    exchange.finish(new ProbeResult.Down(
                            FailureReason.PROTOCOL_ERROR, "the server does not speak " + alpn + " (ALPN)"));
                } else {
                    exchange.fail(done.cause());
                }
            } else if (speaks(exchange, alpn, tls.engine().getApplicationProtocol())
                    && judged(exchange, settings, tls.engine().getSession())) {
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

    /** A server that chooses nothing may still speak HTTP/1.1, and never HTTP/2 (RFC 9113, section 3.2). */
    private static boolean speaks(Exchange exchange, @Nullable String offered, @Nullable String chosen) {
        boolean none = chosen == null || chosen.isEmpty();
        if (offered == null || offered.equals(chosen) || (none && !offered.equals("h2"))) {
            return true;
        }
        exchange.finish(
                new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the server did not choose " + offered + " (ALPN)"));
        return false;
    }

    private boolean judged(Exchange exchange, TlsSettings settings, SSLSession session) {
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            // A certificate that is its own trust anchor passes the JDK's check after its end.
            leaf.checkValidity(Date.from(wall.instant()));
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
