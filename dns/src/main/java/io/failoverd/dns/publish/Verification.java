package io.failoverd.dns.publish;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.WantedRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Whether the target's own name servers answer what is published, of one name. Used by the publisher's thread only. */
final class Verification {
    /** The longest pause between two questions within the deadline. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Name servers usually follow within so many questions. */
    private static final int SLOW = 4;

    private final String name;
    private final PublishLimits limits;
    private final Consumer<PublishEvent> events;
    private long verified;
    private long of;
    private boolean nobodyToAsk;

    /** Why the target answers nothing of it, as it says itself. */
    private Optional<String> silent = Optional.empty();

    private Duration began = Duration.ZERO;
    private int asked;
    private boolean lateTold;

    Verification(String name, PublishLimits limits, Consumer<PublishEvent> events) {
        this.name = name;
        this.limits = limits;
        this.events = events;
    }

    void begin(long generation, Duration now) {
        of = generation;
        began = now;
        asked = 0;
        lateTold = false;
        nobodyToAsk = false;
    }

    /** The target was found changed: what its name servers answer is to be seen anew. */
    void repairing() {
        verified = 0;
    }

    /** What was published is the same in a newer generation. */
    void relabel(long before, long generation) {
        if (verified == before) {
            verified = generation;
        }
        of = generation;
    }

    long verified() {
        return verified;
    }

    /** Whether a generation is not yet seen, and there is someone to ask. */
    boolean wanted(long generation) {
        return generation != 0 && verified != generation && !nobodyToAsk;
    }

    /**
     * Whether the target says that it answers nothing of what it holds: then there is nothing to ask its name servers, and
     * what they may answer is no proof. Tells it once.
     *
     * @param why as it was read; empty: it answers it
     * @param generation that the target holds
     */
    boolean isSilent(Optional<String> why, long generation, Duration taken) {
        boolean known = why.equals(silent);
        silent = why;
        if (why.isPresent()) {
            verified = 0;
            if (!known) {
                events.accept(new PublishEvent.Lagging(name, generation, taken, why.get()));
            }
        }
        return why.isPresent();
    }

    /** Whether the name servers take so long that the target itself should be looked at again. */
    boolean slow() {
        return asked >= SLOW;
    }

    /**
     * When to ask again; empty where that has time until the next look at the name.
     *
     * @param taken how long the publication has taken so far
     */
    Optional<Duration> answered(
            List<ServerAnswer> answers, Ask ask, Set<InetAddress> ours, boolean whole, Duration taken, Duration now) {
        if (answers.isEmpty()) {
            nobodyToAsk = true;
            return Optional.empty();
        }
        List<String> wrong = wrong(answers, ask.wanted(), ours, whole);
        if (wrong.isEmpty()) {
            if (verified != of) {
                verified = of;
                events.accept(new PublishEvent.Verified(name, of, taken));
            }
            return Optional.empty();
        }
        Duration after = now.minus(began);
        if (after.compareTo(limits.verifyDeadline()) < 0) {
            return Optional.of(now.plus(Pauses.doubling(limits.verifyInterval(), LONGEST_PAUSE, asked++)));
        }
        if (!lateTold) {
            lateTold = true;
            events.accept(new PublishEvent.Lagging(name, of, after, String.join("; ", wrong)));
        }
        return Optional.empty();
    }

    /** What each server that does not answer right says. Records that are not ours are no fault of the answer. */
    private static List<String> wrong(
            List<ServerAnswer> answers, WantedRecords wanted, Set<InetAddress> ours, boolean whole) {
        var wrong = new ArrayList<String>();
        for (ServerAnswer answer : answers) {
            switch (answer) {
                case ServerAnswer.Silent silent -> wrong.add(silent.server() + ": " + silent.why());
                case ServerAnswer.Answered answered -> {
                    var seen = new LinkedHashSet<>(answered.addresses());
                    seen.removeIf(address -> !ours.contains(address) && !wanted.has(address));
                    boolean right = (whole && answered.whole())
                            ? seen.equals(wanted.weights().keySet())
                            : !seen.isEmpty() && wanted.weights().keySet().containsAll(seen);
                    if (!right) {
                        var text = new TreeSet<String>();
                        seen.forEach(address -> text.add(address.getHostAddress()));
                        wrong.add(answered.server() + " answers " + (text.isEmpty() ? "no address" : text));
                    }
                }
            }
        }
        return wrong;
    }
}
