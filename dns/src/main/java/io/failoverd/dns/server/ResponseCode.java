package io.failoverd.dns.server;

/** The response codes that this server gives. */
public enum ResponseCode {
    NOERROR(0),
    FORMERR(1),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTIMP(4),
    REFUSED(5),
    YXDOMAIN(6),
    NOTAUTH(9),
    BADVERS(16),
    BADCOOKIE(23);

    private static final ResponseCode[] BY_LOW_BITS = {NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, YXDOMAIN};

    private final int code;

    ResponseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ResponseCode ofHeader(int lowBits) {
        return lowBits < BY_LOW_BITS.length ? BY_LOW_BITS[lowBits] : SERVFAIL;
    }
}
