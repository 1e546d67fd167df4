package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The mechanism that most peers share: from one or more places a probe at each interval, with a timeout, counted by a
 * rule; an endpoint is dead when more than a share of the places say so; all are answered when none is left. A probe
 * starts when the one before it has ended and the interval has passed.
 *
 * @param places how many probe, each at its own phase and over its own path
 * @param deadAbove an endpoint leaves when more than this share of the places hold it for dead
 * @param publication from the verdict to the answer
 * @param ours whether it is software that is reloaded and restarted on our bastion; a cloud's is not
 */
record IntervalProber(
        String name,
        long interval,
        Exchange.Client client,
        int places,
        double deadAbove,
        Supplier<ProbeRule> rule,
        long publication,
        boolean ours,
        long worst)
        implements Decider {

    private record Flip(long at, int endpoint, boolean dead) {}

    @Override
    public void run(Scene scene, Truth truth, SplittableRandom chance, AnswerLog log) {
        var flips = new ArrayList<Flip>();
        for (int place = 0; place < places; place++) {
            for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
                watch(scene, place, endpoint, chance, flips);
            }
        }
        flips.sort(Comparator.comparingLong(Flip::at));
        int[] saying = new int[Scene.ENDPOINTS];
        boolean[] dead = new boolean[Scene.ENDPOINTS];
        for (Flip flip : flips) {
            saying[flip.endpoint()] += flip.dead() ? 1 : -1;
            boolean is = saying[flip.endpoint()] > deadAbove * places;
            if (is != dead[flip.endpoint()] && flip.at() + publication < scene.length) {
                dead[flip.endpoint()] = is;
                log.verdicts(flip.at() + publication, dead);
            }
        }
    }

    private void watch(Scene scene, int place, int endpoint, SplittableRandom chance, List<Flip> flips) {
        var path = new Route(scene, place, endpoint, Node.ROUND_TRIP, chance);
        var exchange = new Exchange(client);
        ProbeRule counted = rule.get();
        List<Long> restarts = restarts(scene);
        boolean dead = false;
        int restarted = 0;
        long start = chance.nextLong(interval);
        while (start < scene.length) {
            start = scene.awake(place, start);
            exchange.run(path, start);
            exchange.stalledBy(scene, place, start);
            long finish = scene.awake(place, exchange.finish());
            if (restarted < restarts.size() && restarts.get(restarted) <= finish) {
                start = Math.max(start, restarts.get(restarted++)) + 1; // the new process probes at once
                counted.forget();
                continue;
            }
            boolean is = counted.dead(exchange.outcome() == Exchange.Outcome.OK);
            if (is != dead) {
                dead = is;
                flips.add(new Flip(finish, endpoint, dead));
            }
            start = Math.max(start + interval, finish);
        }
    }

    private List<Long> restarts(Scene scene) {
        return scene.incidents.stream()
                .filter(incident -> ours && incident.trouble() != Scene.Trouble.CLOCK_STEP)
                .map(Scene.Incident::at)
                .toList();
    }
}
