package io.failoverd.probes.grpc;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.ProbeResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a gRPC answer means for a check. Pure. */
final class GrpcExpectation {
    /** Of a peer's text that a detail repeats. */
    private static final int MAX_SHOWN = 60;

    private static final int NOT_FOUND = 5;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;

    /** By number (doc/statuscodes.md of grpc/grpc). */
    private static final List<String> CODES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private GrpcExpectation() {}

    /**
     * A whole answer.
     *
     * @param status of gRPC, as it was sent; null where none was
     * @param message what the server adds to it, percent-encoded
     */
    static ProbeResult judge(GrpcCheck check, @Nullable String status, @Nullable String message, byte[] body) {
        if (status == null || !status.matches("[0-9]{1,4}")) {
            return down(FailureReason.PROTOCOL_ERROR, "an answer without a gRPC status");
        }
        int code = Integer.parseInt(status);
        if (code != 0) {
            return failed(check, code, message);
        }
        try {
            HealthMessage.Serving serving = HealthMessage.response(body);
            String detail = "gRPC " + serving.name();
            return serving == HealthMessage.Serving.SERVING
                    ? new ProbeResult.Up(detail)
                    : down(FailureReason.GRPC_NOT_SERVING, detail);
        } catch (HealthMessage.Malformed e) {
            return down(FailureReason.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** A rate limiter that says no is alive, as one that says 429 is. */
    private static ProbeResult failed(GrpcCheck check, int code, @Nullable String message) {
        String name = code < CODES.size() ? CODES.get(code) : "status " + code;
        String meaning = switch (code) {
            case UNIMPLEMENTED -> ": the server has no health service";
            case NOT_FOUND -> ": the server knows no service \"" + check.service() + '"';
            default -> message == null || message.isEmpty() ? "" : ": " + shown(message);
        };
        String detail = "gRPC " + name + meaning;
        return code == RESOURCE_EXHAUSTED
                ? new ProbeResult.Degraded(FailureReason.GRPC_STATUS, detail)
                : down(FailureReason.GRPC_STATUS, detail);
    }

    private static ProbeResult down(FailureReason reason, String detail) {
        return new ProbeResult.Down(reason, detail);
    }

    /** Without its percent-encoding, printable, and not all of it. */
    private static String shown(String message) {
        var bytes = new StringBuilder();
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '%'
                    && i + 2 < message.length()
                    && message.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
                bytes.append((char) Integer.parseInt(message.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.append(c);
            }
        }
        String text = new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "…";
    }
}
