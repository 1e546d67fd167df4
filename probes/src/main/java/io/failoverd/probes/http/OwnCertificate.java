package io.failoverd.probes.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

/**
 * A key and a self-signed certificate (X.509 v3, RFC 5280; ECDSA P-256) that lives as long as the warm-up that made it.
 * The JDK can read certificates but not make them, and a library for one certificate would weigh 10 MB.
 */
record OwnCertificate(KeyPair key, X509Certificate certificate) {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int VERSION = 0xa0;
    private static final int DNS_NAME = 0x82;
    private static final int EXTENSIONS = 0xa3;

    /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758), as an AlgorithmIdentifier. */
    private static final byte[] ECDSA_SHA256 =
            tlv(SEQUENCE, new byte[] {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02});

    /** subjectAltName, 2.5.29.17. */
    private static final byte[] SUBJECT_ALT_NAME = {0x06, 0x03, 0x55, 0x1d, 0x11};

    /** @param host the name that the certificate is for, at most 60 characters */
    static OwnCertificate forHost(String host) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair key = generator.generateKeyPair();
        byte[] toBeSigned = toBeSigned(host, key);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(toBeSigned);
        byte[] signed = tlv(SEQUENCE, toBeSigned, ECDSA_SHA256, tlv(BIT_STRING, new byte[] {0}, signature.sign()));
        var read = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        return new OwnCertificate(key, (X509Certificate) read);
    }

    String pem() throws GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] toBeSigned(String host, KeyPair key) {
        byte[] name = new X500Principal("CN=" + host).getEncoded();
        byte[] alternatives = tlv(SEQUENCE, tlv(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)));
        return tlv(
                SEQUENCE,
                tlv(VERSION, tlv(INTEGER, new byte[] {2})),
                tlv(INTEGER, new byte[] {1}),
                ECDSA_SHA256,
                name,
                tlv(SEQUENCE, time("20000101000000Z"), time("99991231235959Z")),
                name,
                key.getPublic().getEncoded(),
                tlv(EXTENSIONS, tlv(SEQUENCE, tlv(SEQUENCE, SUBJECT_ALT_NAME, tlv(OCTET_STRING, alternatives)))));
    }

    private static byte[] time(String text) {
        return tlv(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length and value in DER; the parts make up the value, which is shorter than 64 KiB. */
    private static byte[] tlv(int tag, byte[]... parts) {
        var value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        int length = value.size();
        var all = new ByteArrayOutputStream();
        all.write(tag);
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(value.toByteArray());
        return all.toByteArray();
    }
}
