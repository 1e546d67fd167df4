package io.failoverd.daemon.demo.cloud.actions;

/**
 * An action and what the cloud has to know of it before it runs.
 *
 * @param tokens whether the same ClientToken makes a repetition harmless
 */
public record Operation(String name, boolean write, boolean tokens, Action action) {
    static Operation read(String name, Action action) {
        return new Operation(name, false, false, action);
    }

    static Operation write(String name, Action action) {
        return new Operation(name, true, false, action);
    }

    static Operation writeOnce(String name, Action action) {
        return new Operation(name, true, true, action);
    }
}
