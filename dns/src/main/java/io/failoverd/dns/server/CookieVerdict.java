package io.failoverd.dns.server;

/** What the cookie of a query says about the client (RFC 7873 section 5.2). */
public enum CookieVerdict {
    /** There is none, or cookies have no meaning in this query. */
    NONE,
    /** A client cookie alone: the client asks for a server cookie. */
    FIRST,
    /** A server cookie that is not ours, or not this client's, or too old. Counts as a client cookie alone. */
    INVALID,
    /** The client has had an answer of ours at this address. */
    VALID
}
