package io.failoverd.daemon.sim.quality;

import java.util.SplittableRandom;

/** A rule that decides which endpoints are answered, run through a scene. */
interface Decider {
    /** The name of its column or row. */
    String name();

    /** Longest time from a death to its removal that its own settings promise, for a gateway that hangs. */
    long worst();

    /**
     * Runs the whole scene.
     *
     * @param truth only for a decider that judges by user traffic
     * @param chance of its own, so that no decider changes what another one meets
     */
    void run(Scene scene, Truth truth, SplittableRandom chance, AnswerLog log);
}
