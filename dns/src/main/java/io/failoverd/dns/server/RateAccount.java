package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * Which responses are alike, so that the rate limit counts them together. What a client can vary without end must not
 * open an account each: names that do not exist count for their zone, and those that a wildcard, a DNAME or a delegation
 * answers count for that.
 */
final class RateAccount {
    private static final int ANSWERS_AT = 6;
    private static final int AUTHORITY_AT = 8;
    private static final int POINTER = 0xC000;

    private RateAccount() {}

    /**
     * The account of a response.
     *
     * @param query still holds the question
     * @param out the response
     * @param answering a hash of the name that answers: a wildcard's, whatever name was asked for
     */
    static long of(QueryReader query, ByteBuffer out, ResponseCode code, int answering) {
        return switch (code) {
            case NOERROR -> account(code, query.type(), answering);
            case NXDOMAIN -> account(code, 0, zone(query, out));
            case FORMERR, SERVFAIL, NOTIMP, REFUSED, YXDOMAIN, BADVERS, BADCOOKIE -> account(code, 0, 0);
        };
    }

    private static long account(ResponseCode code, int type, int hash) {
        return ((long) code.code() << 48) | ((long) type << 32) | (hash & 0xFFFF_FFFFL);
    }

    /**
     * A hash of the zone that has no such name: the first record's owner points into the question. 0 behind an alias,
     * whose zone is not in the question.
     */
    private static int zone(QueryReader query, ByteBuffer out) {
        int at = QueryReader.HEADER + query.questionLength();
        if (query.questionLength() == 0 || out.getShort(ANSWERS_AT) != 0 || out.getShort(AUTHORITY_AT) == 0) {
            return 0;
        }
        int suffix = (out.getShort(at) & 0xFFFF) - POINTER - QueryReader.HEADER;
        if (suffix < 0 || suffix >= query.nameLength()) {
            return 0;
        }
        int hash = 1;
        for (int i = suffix; i < query.nameLength(); i++) {
            hash = 31 * hash + query.lowerName()[i];
        }
        return hash;
    }
}
