package io.failoverd.daemon.core;

import java.util.List;

/** What an event made of the world, and what is to be done about it, in order. */
public record Step(World world, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
