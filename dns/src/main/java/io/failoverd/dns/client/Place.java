package io.failoverd.dns.client;

/** What a client region may list. */
sealed interface Place {
    /** A network of the operator's own knowledge, which no database overrules. */
    record Network(Bits first, int prefix, boolean isIpv4) implements Place {}

    /** Something that a database knows; {@code key} is what {@link GeoRecord#keys} has for it. */
    record Known(Kind kind, String key) implements Place {}

    /** Not a place, and why. */
    record Wrong(String text) implements Place {}

    /** Kinds of places in a database, by what the operator calls them. Constants in the order of their rank. */
    enum Kind {
        CONTINENT("continents", 0),
        COUNTRY("countries", 1),
        SUBDIVISION("subdivisions", 2),
        AUTONOMOUS_SYSTEM("autonomous systems", 3);

        private final String plural;
        private final int rank;

        Kind(String plural, int rank) {
            this.plural = plural;
            this.rank = rank;
        }

        /** Of two kinds, the one of higher rank holds. */
        int rank() {
            return rank;
        }

        String plural() {
            return plural;
        }
    }
}
