package io.failoverd.daemon.core.consensus;

import io.failoverd.daemon.core.health.Health;

/** What a vantage thinks of a target, and what all of them agree on. */
public enum Opinion {
    UP,
    DOWN,
    /** No evidence yet: says nothing. */
    UNKNOWN;

    /** A failing target is up until it is condemned, and a passing one down until it is absolved. */
    public static Opinion of(Health health) {
        return switch (health) {
            case UNKNOWN -> UNKNOWN;
            case UP, SUSPECT -> UP;
            case DOWN, RECOVERING -> DOWN;
        };
    }
}
