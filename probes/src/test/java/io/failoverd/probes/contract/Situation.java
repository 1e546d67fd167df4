package io.failoverd.probes.contract;

import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;

/**
 * Something that goes wrong with what is probed, or with the one who probes: real servers that behave badly, and what a
 * probe has to say of them.
 *
 * @param story what goes wrong
 * @param expected outcome and reason, e.g. {@code DOWN connect_refused}
 * @param cost what one probe takes
 */
record Situation(Kind kind, String story, String expected, Cost cost, Scene scene) {
    /** What one probe takes, and so how many are made of it. */
    enum Cost {
        LITTLE,
        /** Nothing but its timeout. */
        WAITING,
        /** So much of a CPU or of the event loop that all others are late for it. */
        MUCH
    }

    /** Sets everything up, once. */
    @FunctionalInterface
    interface Scene {
        Play set(Stage stage) throws Exception;
    }

    /** Probes once, from any thread. */
    @FunctionalInterface
    interface Play {
        Future<Probed> probe();
    }

    static Situation little(Kind kind, String story, String expected, Scene scene) {
        return new Situation(kind, story, expected, Cost.LITTLE, scene);
    }

    static Situation waiting(Kind kind, String story, String expected, Scene scene) {
        return new Situation(kind, story, expected, Cost.WAITING, scene);
    }

    /** The reason's label. */
    String reason() {
        return expected.substring(expected.indexOf(' ') + 1);
    }

    /** Outcome and reason of a probe, as in {@link #expected}. */
    static String seen(Probed probed) {
        return probed.result().outcome() + " " + probed.result().reasonLabel();
    }

    @Override
    public String toString() {
        return kind + ": " + story;
    }
}
