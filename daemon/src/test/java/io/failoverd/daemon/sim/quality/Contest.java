package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Runs every decider through the same scenes. A seed gives the same numbers on every machine, in any order of threads. */
record Contest(List<Decider> deciders, long ourWorst) {
    /** Keeps the random numbers of a scene, its users and each decider apart. */
    private static final int STREAMS = 64;

    List<Row> rows(Situation situation, int seeds) {
        int runs = Math.min(seeds, situation.atMost());
        List<List<Score>> scores = IntStream.range(0, runs)
                .parallel()
                .mapToObj(seed -> run(situation, seed))
                .toList();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < deciders.size(); i++) {
            int index = i;
            rows.add(Row.of(
                    deciders.get(i).name(),
                    scores.stream().map(run -> run.get(index)).toList()));
        }
        return rows;
    }

    private List<Score> run(Situation situation, int seed) {
        Scene scene = situation.scene().apply(stream(situation, seed, 0));
        var truth = new Truth(scene, stream(situation, seed, 1));
        var scores = new ArrayList<Score>();
        for (int i = 0; i < deciders.size(); i++) {
            Decider decider = deciders.get(i);
            var log = new AnswerLog();
            decider.run(scene, truth, stream(situation, seed, 2 + i), log);
            scores.add(Score.of(truth, log, decider.worst(), ourWorst));
        }
        return scores;
    }

    private static SplittableRandom stream(Situation situation, int seed, int stream) {
        return new SplittableRandom(situation.key().hashCode() * 1_000_003L + (long) seed * STREAMS + stream);
    }
}
