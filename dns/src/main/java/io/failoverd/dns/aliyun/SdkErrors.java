package io.failoverd.dns.aliyun;

import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaRetryableException;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What the SDK threw, as a value: what it means for one call, and nothing secret. Made for one call. */
final class SdkErrors {
    /** Deeper chains do not come from the SDK, and a loop in one would never end. */
    private static final int MOST_CAUSES = 16;

    /** As the API writes its codes; anything else is somebody else's, and would stand in a metric's label. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

    private final AccessKey key;
    private final Gate gate;
    private final boolean write;
    private final Duration atMost;
    private final long began = System.nanoTime();

    SdkErrors(AccessKey key, Gate gate, boolean write, Duration atMost) {
        this.key = key;
        this.gate = gate;
        this.write = write;
        this.atMost = atMost;
    }

    Failure of(Throwable thrown) {
        if (Thread.currentThread().isInterrupted() || cause(thrown, InterruptedException.class) != null) {
            return new Failure(unanswered(), "interrupted", "cut off");
        }
        TeaException answered =
                thrown instanceof TeaException tea && !(thrown instanceof TeaRetryableException) ? tea : null;
        if (answered != null && answered.getCode() != null && gate.status() != Gate.NO_STATUS) {
            return refused(answered);
        }
        IOException io = cause(thrown, IOException.class);
        if (io != null || overdue()) {
            return broken(io == null ? new SocketTimeoutException() : io);
        }
        if (gate.status() != Gate.NO_STATUS) {
            return new Failure(
                    unanswered(), "not-json", "HTTP " + gate.status() + " with something that is not the API's JSON");
        }
        // The message is the SDK's, and may quote anything.
        return new Failure(
                unanswered(), "sdk", "the SDK fails with " + thrown.getClass().getSimpleName());
    }

    /** HTTP 200 that says it was not done. */
    Failure unsuccessful() {
        return new Failure(FailureClass.TRANSIENT, "unsuccessful", "the API answers that it had no success");
    }

    private Failure refused(TeaException error) {
        String code = String.valueOf(error.getCode());
        if (!CODE.matcher(code).matches() || code.equals("null")) {
            return new Failure(
                    unanswered(),
                    "http-" + gate.status(),
                    "HTTP " + gate.status() + " without an error code of the API's");
        }
        FailureClass kind = ErrorCodes.of(code, gate.status());
        return new Failure(
                !write && kind == FailureClass.AMBIGUOUS ? FailureClass.TRANSIENT : kind,
                code,
                hidden(text(code, error)));
    }

    private String text(String code, TeaException error) {
        Map<String, Object> data = error.getData();
        String request =
                said(data, "RequestId").map(id -> " (request " + id + ")").orElse("");
        return switch (code) {
            // The gateway quotes what it verified, header by header.
            case "SignatureDoesNotMatch", "IncompleteSignature" -> "the secret does not fit " + key + request;
            case "InvalidTimeStamp.Expired", "IllegalTimestamp" ->
                "this machine's clock and Alibaba Cloud's differ by more than 15 minutes" + request;
            default -> said(data, "Message").orElse("no message") + " [" + key.id() + "]" + request;
        };
    }

    private static Optional<String> said(@Nullable Map<String, Object> data, String what) {
        return data == null
                ? Optional.empty()
                : Optional.ofNullable(data.get(what)).map(String::valueOf);
    }

    private String hidden(String text) {
        String hidden = without(text, key.secret());
        return key.token().isPresent() ? without(hidden, key.token().get()) : hidden;
    }

    private static String without(String text, String secret) {
        return text.replace(secret, "[hidden]").replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "[hidden]");
    }

    private Failure broken(IOException e) {
        FailureClass kind = unanswered();
        if (overdue()) {
            return new Failure(kind, "timeout", "no whole answer within " + atMost.toMillis() + " ms");
        }
        return switch (e) {
            case UnknownHostException _ -> new Failure(kind, "unknown-host", "the endpoint's name cannot be looked up");
            case ConnectException _ -> new Failure(kind, "refused", "nobody listens at the endpoint");
            case NoRouteToHostException _ -> new Failure(kind, "unreachable", "no route to the endpoint");
            case SSLPeerUnverifiedException _ -> certificate();
            case SSLException _ when cause(e, CertificateException.class) != null -> certificate();
            case SSLException _ ->
                new Failure(kind, "tls", "TLS fails with " + e.getClass().getSimpleName());
            case SocketTimeoutException _ -> new Failure(kind, "timeout", "no answer in time");
            case SocketException _ -> new Failure(kind, "broken", "the connection breaks");
            default ->
                new Failure(
                        kind,
                        "broken",
                        "the connection ends with " + e.getClass().getSimpleName());
        };
    }

    private static Failure certificate() {
        return new Failure(
                FailureClass.OPERATOR, "certificate", "the endpoint's certificate is not valid for it, or not trusted");
    }

    private boolean overdue() {
        // A timer that is a little early is the same timer.
        return System.nanoTime() - began >= atMost.toNanos() * 95 / 100;
    }

    /** No usable answer: a write that went out may be done, and anything else can simply be tried again. */
    private FailureClass unanswered() {
        return write && gate.sent() ? FailureClass.AMBIGUOUS : FailureClass.TRANSIENT;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> kind) {
        Throwable each = thrown;
        for (int i = 0; i < MOST_CAUSES && each != null; i++) {
            if (kind.isInstance(each)) {
                return kind.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
