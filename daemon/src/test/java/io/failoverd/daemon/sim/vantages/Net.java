package io.failoverd.daemon.sim.vantages;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Who reaches whom: vantages, the gateway and the neutral targets. Every direction may be cut by itself. */
final class Net {
    /** The longest that a report is under way. */
    static final long LONGEST_DELAY = Nanos.of(4);

    private final int vantages;
    private final boolean[][] cut;
    private final boolean[] gatewayCut;
    private final boolean[] uplinkCut;
    private final long[] aloneSince;
    private double loss;
    private long delay = Nanos.of(0.2);
    boolean gatewayAlive = true;

    Net(int vantages) {
        this.vantages = vantages;
        cut = new boolean[vantages][vantages];
        gatewayCut = new boolean[vantages];
        uplinkCut = new boolean[vantages];
        aloneSince = new long[vantages];
        Arrays.fill(aloneSince, Long.MAX_VALUE);
    }

    boolean seesGateway(int vantage) {
        return gatewayAlive && !gatewayCut[vantage] && !uplinkCut[vantage];
    }

    boolean seesSentinels(int vantage) {
        return !uplinkCut[vantage];
    }

    boolean hears(int from, int to) {
        return !cut[from][to] && !uplinkCut[from] && !uplinkCut[to];
    }

    boolean loses(RandomGenerator chance) {
        return chance.nextDouble() < loss;
    }

    long takes(RandomGenerator chance) {
        return Nanos.of(0.001) + chance.nextLong(delay);
    }

    /** Since when a vantage hears nobody else; far in the future while it does. */
    long aloneSince(int vantage) {
        return aloneSince[vantage];
    }

    void heal() {
        for (int i = 0; i < vantages; i++) {
            Arrays.fill(cut[i], false);
            gatewayCut[i] = false;
            uplinkCut[i] = false;
        }
        loss = 0;
        delay = Nanos.of(0.2);
    }

    /** One more thing that goes wrong, or heals. */
    void change(RandomGenerator chance) {
        int one = chance.nextInt(vantages);
        int other = chance.nextInt(vantages);
        switch (chance.nextInt(11)) {
            case 0, 1 -> gatewayAlive = !gatewayAlive;
            case 2 -> gatewayCut[one] = !gatewayCut[one];
            case 3 -> uplinkCut[one] = !uplinkCut[one];
            case 4 -> cut[one][other] = !cut[one][other];
            case 5 -> apart(one, true);
            case 6 -> {
                for (int i = 0; i < vantages; i++) {
                    apart(i, true);
                }
            }
            case 7 -> loss = chance.nextDouble() * 0.7;
            case 8 -> delay = Nanos.of(0.01) + chance.nextLong(LONGEST_DELAY - Nanos.of(0.02));
            case 9 -> apart(one, false);
            default -> heal();
        }
    }

    private void apart(int vantage, boolean is) {
        for (int i = 0; i < vantages; i++) {
            cut[i][vantage] = is;
            cut[vantage][i] = is;
        }
    }

    /** To be called after each change. */
    void noteWhoIsAlone(long now) {
        for (int to = 0; to < vantages; to++) {
            boolean alone = true;
            for (int from = 0; from < vantages; from++) {
                alone &= from == to || !hears(from, to);
            }
            aloneSince[to] = alone ? Math.min(aloneSince[to], now) : Long.MAX_VALUE;
        }
    }
}
