package io.failoverd.daemon.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps of the story, told as they are seen. The demo's main thread owns it. */
final class Timeline {
    /** The steps, in order; the name is a contract of {@code --json}. */
    enum Step {
        BOTH_ANSWERED("both addresses are answered"),
        GATEWAY_KILLED("a gateway is killed"),
        SUSPECT("the daemon suspects it"),
        ADDRESS_REMOVED("its address is gone from the answer"),
        /** Only where somebody else answers, as is the next. */
        PUBLISHED("the daemon has read it back there"),
        PUBLICATION_VERIFIED("the daemon has asked the name servers there, and is sure of it"),
        REMOVAL_ALERTED("the webhook came, and its signature is right"),
        GATEWAY_BACK("the gateway is back"),
        RECOVERING("the daemon sees it recovering"),
        ADDRESS_RESTORED("its address is back in the answer"),
        RESTORE_ALERTED("the webhook came, and its signature is right");

        private final String title;

        Step(String title) {
            this.title = title;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String title() {
            return title;
        }
    }

    record Seen(Step step, long atMillis, String text) {}

    private final PrintStream out;
    private final boolean silent;
    private final boolean colour;
    private final boolean elsewhere;
    private final long origin = System.nanoTime();
    private final List<Seen> seen = new ArrayList<>();

    /** @param elsewhere whether somebody else than the daemon answers, so that what reaches it is a step too */
    Timeline(PrintStream out, boolean silent, boolean colour, boolean elsewhere) {
        this.out = out;
        this.silent = silent;
        this.colour = colour;
        this.elsewhere = elsewhere;
    }

    long millis(long nanos) {
        return Duration.ofNanos(nanos - origin).toMillis();
    }

    void saw(Step step, long nanos, String text) {
        seen.add(new Seen(step, millis(nanos), text));
        String mark = switch (step) {
            case GATEWAY_KILLED -> paint("31", "✗");
            case SUSPECT, RECOVERING -> paint("33", "~");
            case REMOVAL_ALERTED, RESTORE_ALERTED -> paint("36", "✉");
            case ADDRESS_REMOVED -> paint("31", "−");
            case BOTH_ANSWERED, PUBLISHED, PUBLICATION_VERIFIED, GATEWAY_BACK, ADDRESS_RESTORED -> paint("32", "✓");
        };
        say(String.format(Locale.ROOT, "  %7.3f s  %s  %s", millis(nanos) / 1000.0, mark, step.title()));
        say("               " + paint("2", text));
    }

    void say(String line) {
        if (!silent) {
            out.println(line);
        }
    }

    String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Those of this story. */
    List<Step> steps() {
        return Arrays.stream(Step.values())
                .filter(step -> elsewhere || (step != Step.PUBLISHED && step != Step.PUBLICATION_VERIFIED))
                .toList();
    }

    /** The first step that was not seen; null when all were. */
    @Nullable
    Step missing() {
        for (Step step : steps()) {
            if (seen.stream().noneMatch(each -> each.step() == step)) {
                return step;
            }
        }
        return null;
    }
}
