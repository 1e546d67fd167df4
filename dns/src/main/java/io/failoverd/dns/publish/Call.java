package io.failoverd.dns.publish;

import java.time.Duration;

/** One call to a provider: how long it may take, and whether it is still wanted. Made by the publisher. */
public interface Call {
    /** Until the call has to be over, connecting and all; never negative. */
    Duration remaining();

    /**
     * Whether a write may go out now: false once a newer generation was asked for, the time is over, or the publisher
     * stops. Asked once, last before sending.
     */
    boolean maySend();

    /** Whether the ids that the provider holds for the name are doubtful. */
    boolean rediscover();
}
