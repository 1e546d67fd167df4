package io.failoverd.daemon.demo;

import io.failoverd.daemon.demo.Timeline.Seen;
import io.failoverd.daemon.demo.Timeline.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo measured.
 *
 * @param removalMillis from the gateway's death to the first answer without it; null when that was not seen
 * @param publishedMillis from the gateway's death until the daemon had read the change back from where it publishes to;
 *     null when that was not seen, or where the daemon itself answers
 * @param verifiedMillis from the gateway's death until the daemon had heard it from the name servers there; likewise
 * @param restoreMillis from the gateway's return to the first answer with it; null when that was not seen
 * @param wrongAnswers answers that were unsound, or that went back on what had been answered already
 * @param story the steps that there are to see
 * @param missing the first step that was not seen; null when all were
 */
record Figures(
        @Nullable Long removalMillis,
        @Nullable Long publishedMillis,
        @Nullable Long verifiedMillis,
        @Nullable Long restoreMillis,
        int queriesSent,
        int queriesLost,
        int wrongAnswers,
        int alertsReceived,
        @Nullable Step missing,
        List<Step> story,
        List<Seen> steps) {

    boolean good() {
        return missing == null && queriesLost == 0 && wrongAnswers == 0;
    }

    /**
     * Counts the answers that were wrong: once both addresses were answered, an answer holds both, until it holds only
     * the survivor, until it holds both again; whatever else comes is wrong, and so is a removal before the death and a
     * return before the gateway was back.
     */
    static int wrong(List<Answer> answers, String survivor, String dying, long firstBoth, long deadFrom, long deadTo) {
        int wrong = 0;
        boolean removed = false;
        boolean restored = false;
        for (Answer answer : answers) {
            if (answer.nanos() < firstBoth) {
                continue;
            }
            boolean both = answer.addresses().equals(Set.of(survivor, dying));
            boolean one = answer.addresses().equals(Set.of(survivor));
            if (one && !restored && answer.nanos() >= deadFrom) {
                removed = true;
            } else if (both && removed && answer.nanos() >= deadTo) {
                restored = true;
            }
            boolean right = answer.sound() && ((removed && !restored) ? one : both);
            if (!right) {
                wrong++;
            }
        }
        return wrong;
    }

    JsonObject json() {
        var list = new JsonArray();
        for (Step step : story) {
            Seen seen = steps.stream()
                    .filter(each -> each.step() == step)
                    .findFirst()
                    .orElse(null);
            var entry = new JsonObject().put("name", step.word()).put("seen", seen != null);
            if (seen != null) {
                entry.put("atMillis", seen.atMillis()).put("text", seen.text());
            }
            list.add(entry);
        }
        return new JsonObject()
                .put("removalMillis", removalMillis)
                .put("publishedMillis", publishedMillis)
                .put("verifiedMillis", verifiedMillis)
                .put("restoreMillis", restoreMillis)
                .put("queriesSent", queriesSent)
                .put("queriesLost", queriesLost)
                .put("wrongAnswers", wrongAnswers)
                .put("alertsReceived", alertsReceived)
                .put("missingStep", missing == null ? null : missing.word())
                .put("steps", list);
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(line("death → first answer without it", millis(removalMillis)));
        if (story.contains(Step.PUBLISHED)) {
            lines.add(line("death → change published, read back", millis(publishedMillis)));
            lines.add(line("death → change verified by DNS", millis(verifiedMillis)));
        }
        lines.addAll(List.of(
                line("return → first answer with it", millis(restoreMillis)),
                line("queries sent", Integer.toString(queriesSent)),
                line("queries lost", Integer.toString(queriesLost)),
                line("wrong answers", Integer.toString(wrongAnswers)),
                line("alerts received, signature verified", Integer.toString(alertsReceived))));
        return lines;
    }

    private static String millis(@Nullable Long millis) {
        return millis == null ? "not seen" : String.format(Locale.ROOT, "%,d ms", millis);
    }

    private static String line(String what, String figure) {
        return String.format(Locale.ROOT, "  %-38s %12s", what, figure);
    }
}
