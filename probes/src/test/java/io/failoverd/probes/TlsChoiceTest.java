package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TlsCheck;
import io.failoverd.probes.model.TlsSettings;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With which servers is the JDK's TLS spoken, and for how long? */
class TlsChoiceTest {
    private static final String REFUSED = "Received fatal alert: handshake_failure";
    private static final Target TARGET = Probing.target(
            "127.0.0.2",
            new TlsCheck("tls", 443, null, TlsSettings.DEFAULT, LatencyLimits.NONE, null, Probing.PATIENT));

    private Moment now = Moment.ZERO;
    private final TlsChoice choice = new TlsChoice(TlsEngines::preferred, () -> now);

    @BeforeEach
    void needBoringSsl() throws GeneralSecurityException {
        Assumptions.assumeTrue(isBoringSsl(), "BoringSSL is not here, and nothing is to be chosen");
    }

    private boolean isBoringSsl() throws GeneralSecurityException {
        SSLEngine engine = engine();
        boolean is = engine instanceof ReferenceCounted;
        ReferenceCountUtil.release(engine);
        return is;
    }

    private SSLEngine engine() throws GeneralSecurityException {
        return choice.engine(TARGET, TlsSettings.DEFAULT, "www.gslb.test", null);
    }

    private void refused() throws GeneralSecurityException {
        SSLEngine engine = engine();
        choice.failed(TARGET, "www.gslb.test", engine, REFUSED);
        ReferenceCountUtil.release(engine);
    }

    @Test
    void aServerThatFindsNothingInBoringSslsOfferGetsTheJdksForAnHour() throws GeneralSecurityException {
        refused();
        assertThat(isBoringSsl()).isFalse();
        now = now.plus(TlsChoice.REMEMBERED.minus(Duration.ofSeconds(1)));
        assertThat(isBoringSsl()).isFalse();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(isBoringSsl()).isTrue();
    }

    /** The story: a load balancer without its certificates refused everybody for a minute, and cost the JDK's CPU from then on. */
    @Test
    void aServerThatRefusesTheJdkAsWellIsForgotten() throws GeneralSecurityException {
        refused();
        refused();
        assertThat(isBoringSsl()).isTrue();
    }

    /** Two probes that were under way at once are one refusal. */
    @Test
    void twoRefusalsOfBoringSslAreNoneOfTheJdk() throws GeneralSecurityException {
        SSLEngine first = engine();
        SSLEngine second = engine();
        choice.failed(TARGET, "www.gslb.test", first, REFUSED);
        choice.failed(TARGET, "www.gslb.test", second, REFUSED);
        ReferenceCountUtil.release(first);
        ReferenceCountUtil.release(second);
        assertThat(isBoringSsl()).isFalse();
    }

    @Test
    void anyOtherFailureChoosesNothing() throws GeneralSecurityException {
        SSLEngine engine = engine();
        choice.failed(TARGET, "www.gslb.test", engine, "PKIX path building failed");
        ReferenceCountUtil.release(engine);
        assertThat(isBoringSsl()).isTrue();
    }
}
