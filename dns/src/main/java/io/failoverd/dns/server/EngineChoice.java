package io.failoverd.dns.server;

/** Which UDP engine the operator wants. */
public enum EngineChoice {
    /** The fast one where it can run, else the portable one; the log says why. */
    AUTO,
    /** System calls of Linux in batches, and no start without them. */
    FFM,
    /** The portable one of the JDK. */
    NIO
}
