package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.sim.Agenda;
import java.util.SplittableRandom;

/**
 * One failoverd with its defaults: the production engine, schedules and re-check series under simulated time.
 *
 * @param watched whether it has sentinels
 */
record FailoverdAlone(String name, Defaults defaults, boolean watched) implements Decider {
    @Override
    public long worst() {
        return defaults.worst();
    }

    @Override
    public void run(Scene scene, Truth truth, SplittableRandom chance, AnswerLog log) {
        var agenda = new Agenda();
        var nodes = new Node[1];
        nodes[0] = new Node(scene, 0, agenda, defaults, watched, chance, () -> {
            for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
                log.stands(
                        agenda.now(),
                        endpoint,
                        nodes[0].answers(endpoint),
                        nodes[0].health(endpoint).condemned());
            }
        });
        agenda.runUntil(scene.length);
    }
}
