package io.failoverd.probes.contract;

import io.failoverd.probes.TlsGateway;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Instant;

/** Good certificates and bad ones, made anew. */
final class Certificates {
    static final String NAME = "www.gslb.test";

    static final X509Bundle AUTHORITY = TlsGateway.CA;

    private Certificates() {}

    private static CertificateBuilder named(String name) {
        return TlsGateway.named(name);
    }

    static X509Bundle good() throws Exception {
        return named(NAME).buildIssuedBy(AUTHORITY);
    }

    static X509Bundle expired() throws Exception {
        return named(NAME).notAfter(Instant.now().minusSeconds(60)).buildIssuedBy(AUTHORITY);
    }

    static X509Bundle ofTomorrow() throws Exception {
        return named(NAME).notBefore(Instant.now().plusSeconds(86_400)).buildIssuedBy(AUTHORITY);
    }

    static X509Bundle nearItsEnd() throws Exception {
        return named(NAME).notAfter(Instant.now().plusSeconds(86_400)).buildIssuedBy(AUTHORITY);
    }

    static X509Bundle ofAnotherName() throws Exception {
        return named("www.other.test").buildIssuedBy(AUTHORITY);
    }

    static X509Bundle selfSigned() throws Exception {
        return named(NAME).setIsCertificateAuthority(true).buildSelfSigned();
    }

    static X509Bundle ofAnUnknownAuthority() throws Exception {
        return named(NAME).buildIssuedBy(TlsGateway.ca("another CA"));
    }
}
