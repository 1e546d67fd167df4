package io.failoverd.dns.client;

/**
 * One thing that is wrong with the client regions.
 *
 * @param source {@code client region NAME}, or the path of a database
 */
public record ClientProblem(String source, String text) {
    @Override
    public String toString() {
        return source + ": " + text;
    }
}
