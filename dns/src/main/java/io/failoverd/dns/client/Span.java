package io.failoverd.dns.client;

/**
 * Addresses from {@code first} to {@code last}, both included, and the region they are in.
 *
 * @param rank where two spans overlap, the higher one holds
 */
record Span(Bits first, Bits last, int rank, int region) {
    Span from(Bits later) {
        return new Span(later, last, rank, region);
    }

    Span upTo(Bits earlier) {
        return new Span(first, earlier, rank, region);
    }
}
