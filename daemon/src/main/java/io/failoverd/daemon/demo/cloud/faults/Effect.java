package io.failoverd.daemon.demo.cloud.faults;

import java.time.Duration;

/** What becomes of what was asked. */
public sealed interface Effect {
    /** It happens at once. */
    record Applied() implements Effect {}

    /** It never happens. */
    record NotApplied() implements Effect {}

    /** It happens later, whatever was asked and applied in the meantime. */
    record AppliedLate(Duration by) implements Effect {
        public AppliedLate {
            Bounds.check(by);
        }
    }

    /** A read is answered as it would have been some time ago; a write happens at once. */
    record Stale(Duration age) implements Effect {
        public Stale {
            Bounds.check(age);
        }
    }
}
