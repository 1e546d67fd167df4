package io.failoverd.probes;

import io.failoverd.probes.model.TlsSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Whether a good certificate is near its end. Pure. */
final class CertificateExpectation {
    /** A certificate that lives for six days would be near its end all its life, if seven days were near. */
    private static final int SHARE = 3;

    private CertificateExpectation() {}

    /** What there is to say of it; null when there is time enough. */
    static @Nullable String concern(Instant notBefore, Instant notAfter, Instant now, TlsSettings settings) {
        Duration life = Duration.between(notBefore, notAfter).dividedBy(SHARE);
        Duration usual = life.compareTo(TlsSettings.CERTIFICATE_LEFT) < 0 ? life : TlsSettings.CERTIFICATE_LEFT;
        Duration asked = settings.certificateLeft();
        Duration least = asked == null ? usual : asked;
        Duration left = Duration.between(now, notAfter);
        return left.compareTo(least) < 0 ? "the certificate ends " + when(left, notAfter) : null;
    }

    private static String when(Duration left, Instant notAfter) {
        long hours = left.toHours();
        String in = hours < 48 ? hours + " hours" : left.toDays() + " days";
        return "in " + in + ", on " + notAfter.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
