package io.failoverd.daemon.sim.quality;

/** From the results of one prober's probes of one endpoint to its verdict. Mutable: a run makes millions. */
interface ProbeRule {
    /** Takes the next result, in the order of the probes; returns whether the endpoint is now held to be dead. */
    boolean dead(boolean passed);

    /** The prober's software starts anew and knows nothing. */
    void forget();

    /** So many failures in a row condemn, so many successes in a row absolve. */
    final class InARow implements ProbeRule {
        private final int fall;
        private final int rise;
        private boolean dead;
        private int run;

        InARow(int fall, int rise) {
            this.fall = fall;
            this.rise = rise;
        }

        @Override
        public boolean dead(boolean passed) {
            run = passed == dead ? run + 1 : 0;
            if (run >= (dead ? rise : fall)) {
                dead = !dead;
                run = 0;
            }
            return dead;
        }

        @Override
        public void forget() {
            dead = false;
            run = 0;
        }
    }

    /**
     * gdnsd: down after {@code down_thresh} failures that are not separated by {@code ok_thresh} successes in a row, up
     * again after {@code up_thresh} successes in a row. The first probe after a start or a {@code replace} decides alone,
     * and its verdict counts as long established (src/plugins/mon.c, gdnsd_mon_state_updater, at eda1f83; that a replace
     * forgets was also seen with 3.8.1).
     */
    final class Gdnsd implements ProbeRule {
        private final int upThresh;
        private final int okThresh;
        private final int downThresh;
        private boolean known = true;
        private boolean dead;
        private int failures;
        private int successes;

        Gdnsd(int upThresh, int okThresh, int downThresh) {
            this.upThresh = upThresh;
            this.okThresh = okThresh;
            this.downThresh = downThresh;
        }

        @Override
        public boolean dead(boolean passed) {
            if (!known) {
                known = true;
                dead = !passed;
                return dead;
            }
            successes = passed ? successes + 1 : 0;
            if (dead) {
                if (successes >= upThresh) {
                    dead = false;
                    failures = 0;
                    successes = 0;
                }
                return dead;
            }
            failures = passed ? (successes >= okThresh ? 0 : failures) : failures + 1;
            if (failures >= downThresh) {
                dead = true;
                failures = 0;
            }
            return dead;
        }

        @Override
        public void forget() {
            known = false;
            failures = 0;
            successes = 0;
        }
    }
}
