package io.failoverd.daemon.core.health;

import java.util.List;

/**
 * What makes an endpoint healthy.
 *
 * @param checks those that count and those that observe, in the configuration's order
 * @param needed how many of those that count must pass: all of them, or fewer
 * @param manualResume whether a removed endpoint waits for an operator's word before it returns
 */
public record EndpointPolicy(List<CheckRule> checks, int needed, HoldDown holdDown, boolean manualResume) {
    /** Enough for anyone, and a bound for what a step copies. */
    public static final int MAX_CHECKS = 16;

    public EndpointPolicy {
        checks = List.copyOf(checks);
        long counted = checks.stream().filter(rule -> !rule.observed()).count();
        if (checks.size() > MAX_CHECKS || needed < 1 || needed > counted) {
            throw new IllegalArgumentException(needed + " of " + counted + " checks cannot be needed");
        }
    }

    /** One check, which must pass. */
    public static EndpointPolicy of(CheckRule only, HoldDown holdDown) {
        return new EndpointPolicy(List.of(only), 1, holdDown, false);
    }

    /** How many checks count. */
    public int counted() {
        int counted = 0;
        for (CheckRule rule : checks) {
            counted += rule.observed() ? 0 : 1;
        }
        return counted;
    }

    /** The position of a check, or -1. */
    public int indexOf(String check) {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).check().equals(check)) {
                return i;
            }
        }
        return -1;
    }
}
