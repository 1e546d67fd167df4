package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * The cookie option of one query (RFC 7873): the client's own cookie, and perhaps the server cookie that it was given
 * before. Belongs to a reader, allocates nothing.
 */
final class ClientCookie {
    static final int OPTION = 10;
    /** The octets of a client cookie. */
    static final int CLIENT = 8;
    /** The octets of a server cookie as we make them (RFC 9018 section 4). */
    static final int SERVER = 16;

    private static final int LEAST_SERVER = 8;
    private static final int MOST_SERVER = 32;

    private boolean present;
    private long client;
    private int serverOctets;
    private long head;
    private long hash;

    void clear() {
        present = false;
    }

    /**
     * Reads the option's data; false where its length is none that a cookie has (RFC 7873 section 5.2.2). Of several
     * options only the first counts.
     */
    boolean read(ByteBuffer in, int from, int octets) {
        if (present) {
            return true;
        }
        int server = octets - CLIENT;
        if (server != 0 && (server < LEAST_SERVER || server > MOST_SERVER)) {
            return false;
        }
        present = true;
        client = in.getLong(from);
        serverOctets = server;
        if (server == SERVER) {
            head = in.getLong(from + CLIENT);
            hash = in.getLong(from + CLIENT + Long.BYTES);
        }
        return true;
    }

    boolean present() {
        return present;
    }

    /** The client's own cookie. */
    long client() {
        return client;
    }

    /** Whether there is a server cookie, of whomever. */
    boolean returned() {
        return serverOctets > 0;
    }

    /** Whether the server cookie has the length of ours. */
    boolean sized() {
        return serverOctets == SERVER;
    }

    /** Version, three reserved octets and the time stamp, when it is {@link #sized}. */
    long head() {
        return head;
    }

    /** What follows them. */
    long hash() {
        return hash;
    }
}
