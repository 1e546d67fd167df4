package io.failoverd.daemon.sim.quality;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.ToIntFunction;

/** All runs of one decider in one situation. Seconds; rates are shares with their confidence intervals. */
record Row(
        String decider,
        int runs,
        long removals,
        long wrong,
        long runsWithWrong,
        long outages,
        long missed,
        long withheld,
        long longOutages,
        long unremoved,
        double flipsPerRun,
        double detectMean,
        double detectP95,
        double detectMax) {

    static Row of(String decider, List<Score> scores) {
        int[] detect = scores.stream()
                .flatMap(score -> score.detectMillis().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        long sum = 0;
        for (int one : detect) {
            sum += one;
        }
        int n = detect.length;
        return new Row(
                decider,
                scores.size(),
                sum(scores, Score::removals),
                sum(scores, Score::wrong),
                scores.stream().filter(score -> score.wrong() > 0).count(),
                sum(scores, Score::outages),
                sum(scores, Score::missed),
                sum(scores, Score::withheld),
                sum(scores, Score::longOutages),
                sum(scores, Score::unremoved),
                (double) sum(scores, Score::flips) / scores.size(),
                n == 0 ? -1 : sum / 1000.0 / n,
                n == 0 ? -1 : detect[(int) Math.ceil(n * 0.95) - 1] / 1000.0,
                n == 0 ? -1 : detect[n - 1] / 1000.0);
    }

    private static long sum(List<Score> scores, ToIntFunction<Score> what) {
        return scores.stream().mapToLong(what::applyAsInt).sum();
    }

    boolean detected() {
        return detectMean >= 0;
    }

    Wilson wrongRuns() {
        return Wilson.of(runsWithWrong, runs);
    }

    Wilson missedShare() {
        return Wilson.of(missed, outages);
    }

    JsonObject json() {
        return new JsonObject()
                .put("decider", decider)
                .put("runs", runs)
                .put("removals", removals)
                .put("wrongRemovals", wrong)
                .put("runsWithWrongRemoval", runsWithWrong)
                .put("outagesOverOwnWorst", outages)
                .put("missed", missed)
                .put("withheld", withheld)
                .put("outagesOverFailoverdsWorst", longOutages)
                .put("unremoved", unremoved)
                .put("flipsPerRun", round(flipsPerRun))
                .put("detectMeanSeconds", round(detectMean))
                .put("detectP95Seconds", round(detectP95))
                .put("detectMaxSeconds", round(detectMax));
    }

    static Row of(JsonObject json) {
        return new Row(
                json.getString("decider"),
                json.getInteger("runs"),
                json.getLong("removals"),
                json.getLong("wrongRemovals"),
                json.getLong("runsWithWrongRemoval"),
                json.getLong("outagesOverOwnWorst"),
                json.getLong("missed"),
                json.getLong("withheld"),
                json.getLong("outagesOverFailoverdsWorst"),
                json.getLong("unremoved"),
                json.getDouble("flipsPerRun"),
                json.getDouble("detectMeanSeconds"),
                json.getDouble("detectP95Seconds"),
                json.getDouble("detectMaxSeconds"));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
