package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * Which responses are alike, so that the rate limit counts them together. What a client can vary without end must not
 * open an account each: names that do not exist count for their zone, those that a wildcard, a DNAME or a delegation
 * answers count for that, and types that a name has not are one.
 */
final class RateAccount {
    private static final int FLAGS_AT = 2;
    private static final int TC_FLAG = 0x02;
    private static final int ANSWERS_AT = 6;
    private static final int AUTHORITY_AT = 8;
    private static final int POINTER = 0xC000;
    /** Behind the owner of a record, which is a pointer. */
    private static final int TYPE_AT = 2;

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
            case NOERROR -> account(code, type(query, out), answering);
            case NXDOMAIN -> account(code, 0, zone(query, out));
            case FORMERR, SERVFAIL, NOTIMP, REFUSED, YXDOMAIN, NOTAUTH, BADVERS, BADCOOKIE -> account(code, 0, 0);
        };
    }

    private static long account(ResponseCode code, int type, int hash) {
        return ((long) code.code() << 48) | ((long) type << 32) | (hash & 0xFFFF_FFFFL);
    }

    /**
     * That of the first answer: an alias answers for any type. 0 where there is no answer, and that asked for where it is
     * there and only did not fit.
     */
    private static int type(QueryReader query, ByteBuffer out) {
        if ((out.get(FLAGS_AT) & TC_FLAG) != 0) {
            return query.type();
        }
        int at = QueryReader.HEADER + query.questionLength();
        boolean answered = out.getShort(ANSWERS_AT) != 0 && (out.getShort(at) & POINTER) == POINTER;
        return answered ? out.getShort(at + TYPE_AT) & 0xFFFF : 0;
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
