package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.PublishStage;
import io.failoverd.daemon.core.pool.Decision;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A place that answers DNS and outlives every run of the daemon: it takes no generation that it has seen before. */
final class SimPublisher {
    /** A publisher that is not ours. */
    static final String REMOTE = "remote";

    private final Map<String, List<InetAddress>> answers = new HashMap<>();
    private long latest;

    void publish(Decision decision) {
        assertThat(decision.generation())
                .as("generation of %s, over all runs", decision.service())
                .isGreaterThan(latest);
        latest = decision.generation();
        answers.put(decision.service(), decision.answer());
    }

    /** What a remote target tells of a decision, in order; sometimes nothing more, since a newer one is asked for. */
    static List<PublishStage> stages(RandomGenerator chance) {
        var stages = new ArrayList<PublishStage>();
        if (chance.nextInt(4) == 0) {
            stages.add(PublishStage.FAILED);
        }
        stages.add(PublishStage.PUBLISHED);
        if (chance.nextInt(4) == 0) {
            stages.add(PublishStage.LAGGING);
        }
        stages.add(PublishStage.VERIFIED);
        return stages.subList(0, 1 + chance.nextInt(stages.size()));
    }

    /** What clients get. */
    List<InetAddress> answer(String service) {
        return answers.getOrDefault(service, List.of());
    }
}
