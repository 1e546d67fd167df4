package io.failoverd.probes.model;

/**
 * Who a probe says it is, where the gateway asks (mutual TLS).
 *
 * @param certificatePem the certificate and those that it leads to, in PEM, its own first
 * @param keyPem its private key, in PEM and PKCS #8; empty when it could not be read
 */
public record ClientCertificate(String certificatePem, String keyPem) {
    /** The key is a secret. */
    @Override
    public String toString() {
        return "ClientCertificate[" + certificatePem.length() + " characters]";
    }
}
