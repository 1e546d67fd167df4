package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a decider did: when each endpoint left and entered the answer, and when it was thought dead. */
final class AnswerLog {
    /** @param in whether it is answered from now on */
    record Change(long at, int endpoint, boolean in, boolean condemned) {}

    private final List<Change> changes = new ArrayList<>();
    private final boolean[] in = new boolean[Scene.ENDPOINTS];
    private final boolean[] condemned = new boolean[Scene.ENDPOINTS];

    AnswerLog() {
        Arrays.fill(in, true);
    }

    /** How an endpoint stands from {@code at} on. Nothing is noted where nothing changed. */
    void stands(long at, int endpoint, boolean answered, boolean dead) {
        if (in[endpoint] != answered || condemned[endpoint] != dead) {
            in[endpoint] = answered;
            condemned[endpoint] = dead;
            changes.add(new Change(at, endpoint, answered, dead));
        }
    }

    /** For those who know only verdicts: all are answered when none is left. */
    void verdicts(long at, boolean[] dead) {
        boolean allDead = true;
        for (boolean one : dead) {
            allDead &= one;
        }
        for (int endpoint = 0; endpoint < dead.length; endpoint++) {
            stands(at, endpoint, allDead || !dead[endpoint], dead[endpoint]);
        }
    }

    List<Change> changes() {
        return changes;
    }
}
