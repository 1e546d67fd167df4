package io.failoverd.daemon.sim.quality;

import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Something that happens to gateways, network or prober.
 *
 * @param key for the JSON and {@code --only}
 * @param what one sentence for the page
 * @param atMost runs, where a run is long; else as many as are asked for
 * @param scene a run of it
 */
record Situation(String key, String title, String what, int atMost, Function<SplittableRandom, Scene> scene) {
    static Situation of(String key, String title, String what, Function<SplittableRandom, Scene> scene) {
        return new Situation(key, title, what, Integer.MAX_VALUE, scene);
    }
}
