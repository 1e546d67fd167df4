package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;

/** What the sentinels say of our own network. */
public interface Connectivity {
    /** Whether too few of them answer; never without sentinels. */
    boolean lost();

    /** With numbers: how many fail, how many are needed. */
    String words(WallAnchor wall);

    /** Likewise of the probes alone that began at {@code since} or later, which is what a removal needs. */
    String proof(Moment since, WallAnchor wall);
}
