package io.failoverd.dns.publish;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where decisions wait for the publisher's thread: one place for each name, the latest state wins. Any thread puts in;
 * what is kept here also fences the writes that are about to be sent. Bounded by the number of names that are managed.
 */
final class Inbox {
    record Letter(DesiredRecords desired, Consumer<PublishOutcome> outcome) {}

    private final ConcurrentHashMap<String, Letter> waiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> newest = new ConcurrentHashMap<>();

    /** Takes a decision in, or says at once that a newer one was asked for. */
    void put(Letter letter) {
        long generation = letter.desired().generation();
        String name = letter.desired().name();
        long known = newest.merge(name, generation, Math::max);
        if (known > generation) {
            letter.outcome().accept(new PublishOutcome.Superseded(generation, known));
            return;
        }
        var replaced = new ArrayList<Letter>(1);
        waiting.compute(name, (_, before) -> {
            boolean older = before != null && before.desired().generation() > generation;
            if (before != null) {
                replaced.add(older ? letter : before);
            }
            return older ? before : letter;
        });
        for (Letter each : replaced) {
            each.outcome().accept(new PublishOutcome.Superseded(each.desired().generation(), newest(name)));
        }
    }

    /** The newest generation that was asked for; 0 where none was. */
    long newest(String name) {
        return newest.getOrDefault(name, 0L);
    }

    /** Empties it. */
    List<Letter> take() {
        var taken = new ArrayList<Letter>();
        for (String name : waiting.keySet()) {
            Letter letter = waiting.remove(name);
            if (letter != null) {
                taken.add(letter);
            }
        }
        return taken;
    }

    void forget(String name) {
        newest.remove(name);
    }
}
