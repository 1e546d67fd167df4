package io.failoverd.probes.http2;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/** Reads what Netty's codec says of a peer that breaks the protocol. Pure. */
final class Http2Fault {
    /** "HTTP/" in hexadecimal, which is how the codec shows the first bytes that are no SETTINGS. */
    private static final String HTTP_1 = "485454502f";

    private Http2Fault() {}

    /**
     * What it means; null when it is no fault of the protocol.
     *
     * @param greeted whether the peer's SETTINGS have come
     */
    static @Nullable ProbeResult of(Throwable failure, boolean greeted) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Http2Exception.HeaderListSizeException
                    || (cause instanceof Http2Exception
                            && String.valueOf(cause.getMessage()).contains("Header size exceeded"))) {
                return down("an answer with more than " + Http2Call.MAX_HEAD_BYTES + " bytes of headers");
            }
            if (cause instanceof Http2Exception fault) {
                return down(greeted ? broken(fault) : stranger(String.valueOf(fault.getMessage())));
            }
        }
        return null;
    }

    private static String broken(Http2Exception fault) {
        return "the answer breaks HTTP/2 (" + fault.error().name() + ")";
    }

    private static String stranger(String text) {
        return text.contains(HTTP_1) ? "the answer is HTTP/1, not HTTP/2" : "the answer is not HTTP/2";
    }

    private static ProbeResult down(String detail) {
        return new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, detail);
    }
}
