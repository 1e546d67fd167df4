package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;

/**
 * One count of the votes: only fresh and usable reports, one a vantage.
 *
 * <p>Of two vantages one may decide alone, since a bastion dies with its region and the other must still act. It may do
 * so only if it can show that it is not the one cut off: by a good sentinel, or by a probe that passed.
 */
record Ballot(int up, int down, int configured, int quorum, boolean doubt) {

    static Ballot count(ConsensusPolicy policy, ConsensusState state, Moment now) {
        int up = 0;
        int down = 0;
        boolean shown = false;
        for (String vantage : policy.vantages()) {
            Report report = Stance.of(policy, state, vantage, now).counted();
            if (report != null) {
                up += report.opinion() == Opinion.UP ? 1 : 0;
                down += report.opinion() == Opinion.DOWN ? 1 : 0;
                shown |= report.opinion() == Opinion.UP || report.sentinel() == Sentinel.GOOD;
            }
        }
        boolean lone = policy.vantages().size() == 2 && up + down == 1;
        return new Ballot(up, down, policy.vantages().size(), policy.quorum(), lone && !shown);
    }

    int reporting() {
        return up + down;
    }

    Standing standing() {
        if (reporting() < quorum) {
            return Standing.NO_QUORUM;
        }
        if (doubt) {
            return Standing.LONE_DOUBT;
        }
        return up == down ? Standing.TIED : Standing.AGREED;
    }

    /** What more than half of those who report say; of meaning only where they agree. */
    Opinion winner() {
        return down > up ? Opinion.DOWN : Opinion.UP;
    }

    int saying(Opinion opinion) {
        return switch (opinion) {
            case UP -> up;
            case DOWN -> down;
            case UNKNOWN -> 0;
        };
    }
}
