package io.failoverd.daemon.sim.quality;

/**
 * A rate with its 95 % confidence interval (Wilson 1927, "Probable inference, the law of succession, and statistical
 * inference", the score interval): sound also for a rate of zero.
 */
record Wilson(double rate, double low, double high) {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    static Wilson of(long hits, long trials) {
        if (trials == 0) {
            return new Wilson(0, 0, 1);
        }
        double n = trials;
        double p = hits / n;
        double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new Wilson(p, hits == 0 ? 0 : centre - half, hits == trials ? 1 : centre + half);
    }
}
