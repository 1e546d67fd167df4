package io.failoverd.dns.model;

/**
 * Why a call did not do what was asked.
 *
 * @param code the target's own, short and from a bounded set (an error code, an RCODE), fit for a metric's label
 * @param text for people; no secret, no address with credentials, no line break
 */
public record Failure(FailureClass kind, String code, String text) {
    /** Enough for any provider's message with its request id; a page of HTML is cut. */
    public static final int MOST_TEXT = 500;

    public Failure {
        text = text.replaceAll("\\p{Cntrl}+", " ");
        if (text.length() > MOST_TEXT) {
            text = text.substring(0, MOST_TEXT) + "…";
        }
    }
}
