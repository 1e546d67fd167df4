package io.failoverd.dns.server;

/** What became of UDP responses that were over the rate limit. */
public enum LimitedResponse {
    DROPPED,
    /** Sent without records, with the flag that means TCP. */
    SLIPPED,
    /** Sent without records, with a cookie to ask again with. */
    BAD_COOKIE
}
