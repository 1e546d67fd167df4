package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Reads an exception as a probe result. The JDK and Netty say much of it in the message alone, so the texts that are
 * looked for here are those of OpenJDK 25, of BoringSSL and of Linux.
 */
final class Diagnosis {
    private static final Pattern BORINGSSL = Pattern.compile("OPENSSL_internal:((?:SSLV3|TLSV1)_ALERT_)?(\\w+)");

    private Diagnosis() {}

    /**
     * @param atOnce the call to connect failed by itself, so that no packet has left this host
     * @param where the address and port, for the detail
     */
    static ProbeResult of(Throwable failure, Phase phase, boolean atOnce, String where) {
        Throwable cause = unwrapped(failure);
        String text = texts(cause);
        if (text.contains("too many open files")) {
            return new ProbeResult.Inconclusive(FailureReason.LOCAL_DESCRIPTORS, "too many open files");
        }
        boolean lost =
                text.contains("connection reset") || text.contains("broken pipe") || text.contains("closed already");
        if (!lost && (cause instanceof SSLException || cause instanceof CertificateException)) {
            return certificate(cause, text);
        }
        return phase == Phase.CONNECT ? connecting(cause, text, atOnce, where) : talking(cause, text, where);
    }

    private static ProbeResult connecting(Throwable cause, String text, boolean atOnce, String where) {
        if (cause instanceof ConnectException && text.contains("refused")) {
            return down(FailureReason.CONNECT_REFUSED, "refused by " + where);
        }
        if (cause instanceof BindException || text.contains("cannot assign requested address")) {
            return new ProbeResult.Inconclusive(
                    FailureReason.LOCAL_ADDRESS, "no usable local address towards " + where);
        }
        boolean unreachable = cause instanceof NoRouteToHostException || unreachable(text);
        if (atOnce && unreachable) {
            return new ProbeResult.Inconclusive(
                    FailureReason.CONNECT_UNREACHABLE, "this host has no route to " + where);
        }
        if (unreachable) {
            return down(FailureReason.CONNECT_UNREACHABLE, where + " is unreachable");
        }
        if (text.contains("reset")) {
            return down(FailureReason.CONNECT_RESET, "reset by " + where);
        }
        if (cause instanceof ConnectTimeoutException || text.contains("timed out")) {
            return down(FailureReason.CONNECT_TIMEOUT, "no TCP connection to " + where);
        }
        if (text.contains("not permitted") || text.contains("permission denied")) {
            return new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "this host forbids connections to " + where);
        }
        return unexpected(cause);
    }

    private static ProbeResult talking(Throwable cause, String text, String where) {
        if (text.contains("reset") || text.contains("broken pipe") || text.contains("closed already")) {
            return down(FailureReason.CLOSED_EARLY, "reset by " + where);
        }
        if (cause instanceof ClosedChannelException || cause instanceof PrematureChannelClosureException) {
            return closedEarly(where);
        }
        if (text.contains("timed out") || unreachable(text)) {
            return down(FailureReason.CLOSED_EARLY, "connection to " + where + " lost");
        }
        return unexpected(cause);
    }

    /** ENETUNREACH and EHOSTUNREACH, the latter in epoll's words. */
    private static boolean unreachable(String text) {
        return text.contains("unreachable") || text.contains("no route to host");
    }

    static ProbeResult closedEarly(String where) {
        return down(FailureReason.CLOSED_EARLY, "closed by " + where);
    }

    private static ProbeResult certificate(Throwable failure, String text) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return down(FailureReason.TLS_EXPIRED, "the certificate has expired");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return down(FailureReason.TLS_UNTRUSTED, "the certificate is not valid yet");
            }
        }
        if (text.contains("no subject alternative") || text.contains("no name matching")) {
            return down(FailureReason.TLS_NAME_MISMATCH, "the certificate is for another name");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return down(FailureReason.TLS_UNTRUSTED, "the certificate is not trusted");
            }
        }
        if (text.contains("not an ssl/tls record") || text.contains("unsupported or unrecognized ssl message")) {
            return down(FailureReason.TLS_OTHER, "the answer is not TLS");
        }
        String said = failure.getMessage();
        return down(FailureReason.TLS_OTHER, said == null ? "TLS handshake failed" : oneLine(inWords(said)));
    }

    /** BoringSSL's {@code error:100003f2:SSL routines:OPENSSL_internal:SSLV3_ALERT_X} as the JDK says it. */
    private static String inWords(String said) {
        Matcher found = BORINGSSL.matcher(said);
        if (!found.find()) {
            return said;
        }
        String name = found.group(2).toLowerCase(Locale.ROOT);
        return found.group(1) == null ? name.replace('_', ' ') : "(" + name + ") Received fatal alert: " + name;
    }

    private static ProbeResult unexpected(Throwable cause) {
        return new ProbeResult.Inconclusive(
                FailureReason.LOCAL_ERROR, "unexpected " + cause.getClass().getSimpleName());
    }

    private static ProbeResult down(FailureReason reason, String detail) {
        return new ProbeResult.Down(reason, detail);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof DecoderException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** All messages of the chain in lower case; what Netty wraps keeps the system's words further down. */
    private static String texts(Throwable failure) {
        var all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                all.append(cause.getMessage()).append('\n');
            }
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    /** At most 120 printable characters: a peer chooses parts of some messages. */
    private static String oneLine(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", " ");
        return clean.length() <= 120 ? clean : clean.substring(0, 120);
    }
}
