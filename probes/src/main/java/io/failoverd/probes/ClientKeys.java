package io.failoverd.probes;

import io.failoverd.probes.model.ClientCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads client certificates and their keys (PEM, RFC 7468; PKCS #8, RFC 5958). Messages hold nothing of a key. */
public final class ClientKeys {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final byte[] SAMPLE = "failoverd".getBytes(StandardCharsets.US_ASCII);

    private ClientKeys() {}

    /** Why the two are of no use, for an operator; empty when they are good. */
    public static String problem(ClientCertificate client) {
        try {
            managers(client);
            return "";
        } catch (GeneralSecurityException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static KeyManager[] managers(ClientCertificate client) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(client.certificatePem().getBytes(StandardCharsets.US_ASCII));
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(bytes)
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("there is no client certificate");
        }
        PublicKey open = chain[0].getPublicKey();
        PrivateKey key = key(client.keyPem(), open.getAlgorithm());
        if (!belongTogether(key, open)) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        char[] none = new char[0];
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        store.setKeyEntry("client", key, none, chain);
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new GeneralSecurityException("the key is not PEM in PKCS #8 without a passphrase");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException _) {
            // Its own words might come to hold what was read.
            throw new GeneralSecurityException("the key is none of the certificate's kind, " + algorithm);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey open) throws GeneralSecurityException {
        String scheme = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String other -> other;
        };
        Signature signing = Signature.getInstance(scheme);
        signing.initSign(key);
        signing.update(SAMPLE);
        byte[] signed = signing.sign();
        Signature verifying = Signature.getInstance(scheme);
        verifying.initVerify(open);
        verifying.update(SAMPLE);
        return verifying.verify(signed);
    }
}
