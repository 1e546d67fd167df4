package io.failoverd.daemon.e2e;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Instant;

/** Certificates of a CA that the daemon trusts, and of one that it does not. */
final class Certificates {
    private Certificates() {}

    static X509Bundle ca(String name) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    static X509Bundle of(X509Bundle ca, String name, Instant end) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .notBefore(Instant.now().minusSeconds(3600))
                .notAfter(end)
                .addExtendedKeyUsageServerAuth()
                .addSanDnsName(name)
                .buildIssuedBy(ca);
    }
}
