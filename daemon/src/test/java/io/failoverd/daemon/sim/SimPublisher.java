package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.Decision;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A place that answers DNS and outlives every run of the daemon: it takes no generation that it has seen before. */
final class SimPublisher {
    private final Map<String, List<InetAddress>> answers = new HashMap<>();
    private long latest;

    void publish(Decision decision) {
        assertThat(decision.generation())
                .as("generation of %s, over all runs", decision.service())
                .isGreaterThan(latest);
        latest = decision.generation();
        answers.put(decision.service(), decision.answer());
    }

    /** What clients get. */
    List<InetAddress> answer(String service) {
        return answers.getOrDefault(service, List.of());
    }
}
