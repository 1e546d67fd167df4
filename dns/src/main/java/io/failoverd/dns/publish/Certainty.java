package io.failoverd.dns.publish;

import java.net.InetAddress;
import java.time.Duration;

/** From when on an address can be relied on to answer; a time that has passed where it can already. */
interface Certainty {
    /** Where writes are refused unless the target is as read, what was read can be relied on. */
    Certainty CONDITIONAL = new Certainty() {
        @Override
        public boolean seen(InetAddress address) {
            return true;
        }

        @Override
        public Duration ofHeld(InetAddress address) {
            return Duration.ZERO;
        }

        @Override
        public Duration ofAdded(InetAddress address) {
            return Duration.ZERO;
        }
    };

    /** Whether it was read as answering, and not only acknowledged. */
    boolean seen(InetAddress address);

    /** That is enabled. */
    Duration ofHeld(InetAddress address);

    /** That the same write enables. */
    Duration ofAdded(InetAddress address);
}
