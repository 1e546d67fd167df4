package io.failoverd.dns.query;

/**
 * What to ask name servers: all addresses of a name.
 *
 * @param name without a trailing dot
 * @param aliases whether an alias at the name is followed, as far as the same server answers it; else it is no answer
 * @param times more than once where a response holds only some of the addresses: then all that were seen count, and
 *     are still not taken for all there are
 */
public record Question(String name, boolean aliases, int times) {
    /** Each is two more datagrams to each server. */
    public static final int MOST_TIMES = 16;

    public Question {
        if (times < 1 || times > MOST_TIMES) {
            throw new IllegalArgumentException("a name server is asked 1 to " + MOST_TIMES + " times, not " + times);
        }
    }

    /** Whose answer holds every address. */
    public static Question whole(String name) {
        return new Question(name, false, 1);
    }
}
