package io.failoverd.daemon.sim.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What users of each endpoint meet, whether it is answered or not: ten requests a second, evenly, as if all that asked
 * for it still did. Deciders never see it; the one that judges by user traffic sees the requests of what it has let in.
 */
final class Truth {
    static final long EVERY = Times.SECOND / 10;
    private static final long ROUND_TRIP = 40 * Times.MILLI;

    /** A share of success below this is an outage. */
    static final double OUTAGE_BELOW = 0.5;

    /** A stretch of constant conditions in which fewer than half of the user requests succeeded. */
    record Outage(int endpoint, long from, long until) {
        long length() {
            return until - from;
        }
    }

    private final Scene scene;
    private final long[] first = new long[Scene.ENDPOINTS];
    private final int[][] finishMillis = new int[Scene.ENDPOINTS][];
    private final Exchange.Outcome[][] outcome = new Exchange.Outcome[Scene.ENDPOINTS][];
    private final int[][] failed = new int[Scene.ENDPOINTS][];
    private final List<Outage> outages = new ArrayList<>();

    Truth(Scene scene, SplittableRandom chance) {
        this.scene = scene;
        for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
            ask(endpoint, chance);
            findOutages(endpoint);
        }
    }

    private void ask(int endpoint, SplittableRandom chance) {
        var path = new Route(scene, Route.USERS, endpoint, ROUND_TRIP, chance);
        var exchange = new Exchange(Exchange.Client.USER);
        first[endpoint] = chance.nextLong(EVERY);
        int count = (int) (scene.length / EVERY);
        finishMillis[endpoint] = new int[count];
        outcome[endpoint] = new Exchange.Outcome[count];
        failed[endpoint] = new int[count + 1];
        for (int i = 0; i < count; i++) {
            exchange.run(path, start(endpoint, i));
            finishMillis[endpoint][i] = (int) (exchange.finish() / Times.MILLI);
            outcome[endpoint][i] = exchange.outcome();
            failed[endpoint][i + 1] = failed[endpoint][i] + (exchange.outcome() == Exchange.Outcome.OK ? 0 : 1);
        }
    }

    /** Conditions change at known moments; the requests between two of them say whether it was an outage. */
    private void findOutages(int endpoint) {
        var moments = new TreeSet<Long>(List.of(0L, scene.length));
        scene.gateways[endpoint].phases().forEach(phase -> moments.add(phase.from()));
        for (long moment : scene.gatewayLoss[endpoint].moments()) {
            moments.add(moment);
        }
        long from = 0;
        Outage last = null;
        for (long until : moments.subSet(0L, false, scene.length, true)) {
            if (requests(endpoint, from, until) > 0 && success(endpoint, from, until) < OUTAGE_BELOW) {
                boolean goesOn = last != null && last.until() == from;
                if (goesOn) {
                    outages.removeLast();
                }
                last = new Outage(endpoint, goesOn && last != null ? last.from() : from, until);
                outages.add(last);
            }
            from = until;
        }
    }

    int count(int endpoint) {
        return outcome[endpoint].length;
    }

    long start(int endpoint, int request) {
        return first[endpoint] + request * EVERY;
    }

    long finish(int endpoint, int request) {
        return finishMillis[endpoint][request] * Times.MILLI;
    }

    Exchange.Outcome outcome(int endpoint, int request) {
        return outcome[endpoint][request];
    }

    int failures(int endpoint) {
        return failed[endpoint][count(endpoint)];
    }

    List<Outage> outages() {
        return outages;
    }

    private int requests(int endpoint, long from, long until) {
        return index(endpoint, until) - index(endpoint, from);
    }

    /** Share of the user requests begun in {@code [from, until)} that succeeded. */
    double success(int endpoint, long from, long until) {
        int a = index(endpoint, from);
        int b = index(endpoint, until);
        return b <= a ? 1 : 1 - (failed[endpoint][b] - failed[endpoint][a]) / (double) (b - a);
    }

    /** The first request that begins at {@code nanos} or later. */
    private int index(int endpoint, long nanos) {
        return Math.clamp(Math.ceilDiv(nanos - first[endpoint], EVERY), 0, count(endpoint));
    }
}
