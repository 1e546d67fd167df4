package io.failoverd.probes.http;

import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;

/** What an HTTP answer means for a check. Pure. */
final class HttpExpectation {
    private HttpExpectation() {}

    /** {@code degradedStatus} is looked at first, so that 429 can be singled out of a wide {@code status}. */
    static ProbeResult judge(HttpCheck check, int status) {
        String detail = "HTTP " + status;
        if (check.degradedStatus().contains(status)) {
            return new ProbeResult.Degraded(FailureReason.STATUS, detail);
        }
        if (check.status().contains(status)) {
            return new ProbeResult.Up(detail);
        }
        return new ProbeResult.Down(FailureReason.STATUS, detail);
    }

    /** Whether anything is expected of the body; otherwise it need not be kept. */
    static boolean looksAtTheBody(HttpCheck check) {
        return check.expect().stream().anyMatch(each -> !(each instanceof Assertion.Header));
    }

    /** Whether a body of so many bytes is one that a health page may have. */
    static boolean fits(long bodyBytes) {
        return bodyBytes <= HttpCheck.MAX_BODY_BYTES;
    }

    static ProbeResult bodyTooLarge(int status) {
        return new ProbeResult.Down(
                FailureReason.BODY_TOO_LARGE,
                "HTTP " + status + " with a body over " + HttpCheck.MAX_BODY_BYTES + " bytes");
    }
}
